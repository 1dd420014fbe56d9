-- ARGV: turn id, id of the answer, how many marks and choices there may be. Answers: ok.
local turn, answer, most = ARGV[3], ARGV[4], tonumber(ARGV[5])
if not exists() or call('HEXISTS', turns, turn) == 0 then return {'no_turn'} end
local name = call('HGET', turns, 'a:' .. answer)
if not name or string.match(name, '^(.*)%.%d+$') ~= turn then return {'no_answer'} end

local field = 't:' .. turn
local chosen = call('HGET', marks, field)
if chosen ~= answer then
  if not chosen and call('HLEN', marks) >= most then return {'marks_full'} end
  call('HSET', marks, field, answer)
  -- The older one of the two decides what covered it. It is empty where that was erased.
  local before = chosen or call('HGET', turns, turn .. '.0.id')
  local changed = answer
  if before and before ~= '' and before < answer then changed = before end
  change(changed, 'chosen', 'message', answer, 'turn', turn)
end
refresh()
return {'ok'}
