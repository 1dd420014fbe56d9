-- Lets a place in the line of a session's turns live on, if it is there: a call that comes late does
-- not bring back one that was left. Called by proxy/store/redis_line_places.cpp.
--
-- KEYS: 1 the line, 2 who is alive (turn_line.lua)
-- ARGV: 1 place, 2 its life in ms
-- Answer: 1; 0: there is no such place (any more).
local line, alive = KEYS[1], KEYS[2]
local place, life = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- First, because a full Redis lets a script go on that has written.
redis.call('ZREMRANGEBYSCORE', alive, '-inf', now)
if not redis.call('ZSCORE', line, place) or not redis.call('ZSCORE', alive, place) then return 0 end
redis.call('ZADD', alive, now + life, place)
redis.call('PEXPIRE', line, 3 * life)
redis.call('PEXPIRE', alive, 3 * life)
return 1
