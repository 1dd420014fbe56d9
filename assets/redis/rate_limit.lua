-- What a caller may have: turns by the minute (GCRA) and tokens by the day (UTC).
-- Called by proxy/store/redis_rate_limits.cpp, which names the promises.
--
-- KEYS: 1 of the caller (hash: whole_at: when all turns may be taken at once again, ms;
--       day, tokens: how many were used on that day, counted from 1970)
-- ARGV: 1 turns a minute, 2 tokens a day (0: as many as they like), 3 turns to take,
--       4 tokens that were used
-- Answer: {refused: 0 no, 1 for turns, 2 for tokens; wait in ms, turns left, ms until whole,
--          tokens left, ms until the day ends}
local key = KEYS[1]
local per_minute, per_day = tonumber(ARGV[1]), tonumber(ARGV[2])
local turns, tokens = tonumber(ARGV[3]), tonumber(ARGV[4])
local minute, day = 60000, 86400000

-- Redis' own clock, the same for all proxies.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local today = math.floor(now / day)
local day_ends = (today + 1) * day - now

local state = redis.call('HMGET', key, 'whole_at', 'day', 'tokens')
local whole_at = math.max(tonumber(state[1] or 0), now)
local used = tonumber(state[2] or 0) == today and tonumber(state[3] or 0) or 0

local refused, wait = 0, 0
local each = per_minute > 0 and minute / per_minute or 0
local after = whole_at + math.min(turns, per_minute) * each
if turns > 0 and per_day > 0 and used >= per_day then
  refused, wait = 2, day_ends
elseif turns > 0 and after > now + minute + 0.5 then -- half a millisecond: sums of fractions
  refused, wait = 1, math.ceil(after - now - minute)
else
  whole_at = after
  used = used + tokens
  redis.call('HSET', key, 'whole_at', string.format('%.3f', whole_at), 'day', today, 'tokens', used)
  -- Kept for as long as it says more than nothing does.
  redis.call('PEXPIRE', key, math.ceil(math.max(whole_at - now, used > 0 and day_ends or 1)))
end

local left = per_minute > 0 and math.floor((now + minute - whole_at) / each + 0.001) or 0
return {refused, wait, left, math.ceil(whole_at - now), math.max(per_day - used, 0), day_ends}
