-- A place in the line of a session's turns: takes it, keeps it alive, and says how many are ahead.
-- Called by proxy/store/redis_turn_queue.cpp.
--
-- KEYS: 1 the line (sorted set: place, its order), 2 who is alive (place, end of its life in ms)
-- ARGV: 1 place, 2 its life in ms, 3 places that the line holds at most,
--       4 its order as last told, -1: the place is new
-- Answer: {places ahead, order}; {-1, -1}: the line is full.
--
-- Who has been told that it is its turn has the order 0, in front of all others: a place that was
-- given up for dead and comes back does not get before a turn that runs.
local line, alive = KEYS[1], KEYS[2]
local place, life, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local order = tonumber(ARGV[4])

-- Redis' own clock, the same for all proxies.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- First, because a full Redis refuses what adds, unless the script has written before: who waits
-- could not store a message either, and is told so at once. A turn that runs keeps its place.
if order ~= 0 then redis.call('ZADD', alive, now + life, place) end
redis.call('ZREMRANGEBYSCORE', alive, '-inf', now)
-- This place may be in one of the two and not in the other: only the others are compared.
local known = redis.call('ZSCORE', line, place)
local others_in_line = redis.call('ZCARD', line) - (known and 1 or 0)
local others_alive = redis.call('ZCARD', alive) - (redis.call('ZSCORE', alive, place) and 1 or 0)
if others_in_line ~= others_alive then
  for _, other in ipairs(redis.call('ZRANGE', line, 0, -1)) do
    if other ~= place and not redis.call('ZSCORE', alive, other) then redis.call('ZREM', line, other) end
  end
end

if known then
  order = tonumber(known)
else
  if order < 0 then
    if redis.call('ZCARD', line) >= most then
      redis.call('ZREM', alive, place)
      return {-1, -1}
    end
    local last = redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')
    order = (tonumber(last[2]) or 0) + 1
  end
  redis.call('ZADD', line, order, place)
end
redis.call('ZADD', alive, now + life, place)

local ahead = redis.call('ZRANK', line, place)
if ahead == 0 and order ~= 0 then
  order = 0
  redis.call('ZADD', line, order, place)
end
-- Nobody may come to clean up after the last one died.
redis.call('PEXPIRE', line, 3 * life)
redis.call('PEXPIRE', alive, 3 * life)
return {ahead, order}
