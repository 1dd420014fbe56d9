-- ARGV: turn id, how many there may be, how many messages and bytes a session may have.
-- Answers: ok, number of the attempt.
local turn, most = ARGV[3], tonumber(ARGV[4])
if not exists() or call('HEXISTS', turns, turn) == 0 then return {'no_turn'} end
if is_full(1, ARGV[5], ARGV[6]) then return {'session_full'} end
if tonumber(call('HGET', turns, turn .. '.n') or 0) >= most then return {'attempts_full'} end

local attempts = call('HINCRBY', turns, turn .. '.n', 1)
local newest = call('XREVRANGE', events, '+', '-', 'COUNT', 1)[1]
call('HSET', meta, 'open', 1, 'open_from', newest and newest[1] or '0-0')
refresh()
return {'ok', attempts - 1}
