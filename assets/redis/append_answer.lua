-- ARGV: line, turn id, attempt, recipe or "", time in ms.
-- Answers: ok, id, messages in the session, 1 where that attempt had an answer already, which is then
-- the one that is told.
local line, turn, attempt, recipe, now = unpack(ARGV, 3)
if not exists() or call('HEXISTS', turns, turn) == 0 then return {'no_turn'} end

local name = turn .. '.' .. attempt
local stored = call('HGET', turns, name .. '.id')
if stored == '' then return {'no_turn'} end -- erased since
if stored then return {'ok', stored, call('HGET', meta, 'messages'), 1} end

local id, count = append(line, now)
call('HSET', turns, name .. '.id', id, 'a:' .. id, name)
if recipe ~= '' then call('HSET', turns, name, recipe) end
if tonumber(call('HGET', turns, turn .. '.n') or 0) <= tonumber(attempt) then
  call('HSET', turns, turn .. '.n', attempt + 1)
end
if tonumber(call('HGET', meta, 'open') or 0) > 0 then call('HINCRBY', meta, 'open', -1) end
tell('message', 'message', id, 'turn', turn, 'attempt', attempt)
refresh()
return {'ok', id, count, 0}
