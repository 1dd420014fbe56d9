-- ARGV: line, turn id, client's id of the message or "", title or "", attempts, time in ms, how
-- many messages and bytes a session may have.
-- Answers: ok, id, messages in the session, turn id: those of then when it was stored before.
local line, turn, client, title, attempts, now, messages, bytes = unpack(ARGV, 3)
if not exists() then forget() end

local first = client ~= '' and call('HGET', turns, 'c:' .. client) or turn
local stored = call('HGET', turns, first)
if stored then return {'ok', stored, call('HGET', meta, 'messages'), first} end

if is_full(1 + attempts, messages, bytes) then return {'session_full'} end
local id, count = append(line, now)
call('HSET', turns, turn, id, turn .. '.n', attempts)
if client ~= '' then call('HSET', turns, 'c:' .. client, turn) end
local event = tell('message', 'message', id, 'turn', turn)
call('HSET', meta, 'open', attempts, 'open_from', event)
call('HSETNX', meta, 'created_at_ms', now)
call('HSETNX', meta, 'revision', event)
if title ~= '' and call('HSETNX', meta, 'title', title) == 1 then
  call('HSET', meta, 'title_of', id)
end
refresh()
return {'ok', id, count, turn}
