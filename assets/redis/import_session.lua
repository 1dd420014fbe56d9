-- ARGV: a word for this call, the whole log, how many of the arguments after these five belong to
-- meta, to marks and to turns: field, value, field, value, ... Answers as info().
local made_by, lines = ARGV[3], ARGV[4]
if exists() then
  -- The same call, carried out before, whose answer was lost on the way.
  if call('HGET', meta, 'made_by') == made_by then return info() end
  return {'session_exists'}
end
forget()
if lines ~= '' then call('APPEND', log, lines) end
local at = 8
for i, key in ipairs({meta, marks, turns}) do
  local last = at + ARGV[4 + i] - 1
  for field = at, last, 2 do call('HSET', key, ARGV[field], ARGV[field + 1]) end
  at = last + 1
end
call('HSET', meta, 'bytes', #lines, 'made_by', made_by, 'revision', tell('session'))
refresh()
return info()
