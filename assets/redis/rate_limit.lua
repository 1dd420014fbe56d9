-- What callers may have: turns by the minute (GCRA) and tokens by the day (UTC).
-- Called by proxy/store/redis_rate_limits.cpp, which names the promises.
--
-- KEYS: one of each caller (hash: whole_at: when all turns may be taken at once again, ms;
--       day, tokens: how many were used on that day, counted from 1970)
-- ARGV: 1 turns to take, 2 tokens that were used; then for each caller
--       turns a minute, tokens a day (0: as many as they like)
-- Answer: for each caller {refused: 0 no, 1 for turns, 2 for tokens; wait in ms, turns left,
--         ms until whole, tokens left, ms until the day ends}. If one is refused, none is counted.
local turns, tokens = tonumber(ARGV[1]), tonumber(ARGV[2])
local minute, day = 60000, 86400000

-- Redis' own clock, the same for all proxies.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local today = math.floor(now / day)
local day_ends = (today + 1) * day - now

-- What cannot be right counts for as little as can be: neither a damaged key nor a clock that was
-- set back, as of a replica that took over, shuts anybody out for longer than a minute or a day.
local function within(text, least, most)
  local number = tonumber(text or '')
  if not number or number ~= number then return least end
  return math.min(math.max(number, least), most)
end

local function look_at(key, per_minute, per_day)
  local state = redis.call('HMGET', key, 'whole_at', 'day', 'tokens')
  local is_today = tonumber(state[2] or '') == today
  local one = {key = key, per_day = per_day, refused = 0, wait = 0}
  one.each = per_minute > 0 and minute / per_minute or 0
  one.whole_at = within(state[1], now, now + minute)
  one.used = is_today and within(state[3], 0, 2 ^ 53) or 0
  one.after = one.whole_at + math.min(turns, per_minute) * one.each
  if turns > 0 and per_day > 0 and one.used >= per_day then
    one.refused, one.wait = 2, day_ends
  elseif turns > 0 and one.after > now + minute + 0.5 then -- half a millisecond: sums of fractions
    one.refused, one.wait = 1, math.ceil(one.after - now - minute)
  end
  return one
end

local function count(one)
  one.whole_at = one.after
  one.used = one.used + tokens
  redis.call('HSET', one.key, 'whole_at', string.format('%.3f', one.whole_at), 'day', today, 'tokens', one.used)
  -- Kept for as long as it says more than nothing does.
  redis.call('PEXPIRE', one.key, math.ceil(math.max(one.whole_at - now, one.used > 0 and day_ends or 1)))
end

local all, refused = {}, false
for i, key in ipairs(KEYS) do
  all[i] = look_at(key, tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2]))
  refused = refused or all[i].refused > 0
end
local answer = {}
for i, one in ipairs(all) do
  if not refused then count(one) end
  local left = one.each > 0 and math.floor((now + minute - one.whole_at) / one.each + 0.001) or 0
  answer[i] = {one.refused, one.wait, left, math.ceil(one.whole_at - now), math.max(one.per_day - one.used, 0), day_ends}
end
return answer
