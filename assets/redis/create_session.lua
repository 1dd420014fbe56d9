-- ARGV: a word for this call, title or "", time in ms. Answers as info().
local made_by, title, now = unpack(ARGV, 3)
if exists() then
  -- The same call, carried out before, whose answer was lost on the way.
  if call('HGET', meta, 'made_by') == made_by then return info() end
  return {'session_exists'}
end
forget()
call('HSET', meta, 'messages', 0, 'bytes', 0, 'created_at_ms', now, 'updated_at_ms', now,
     'made_by', made_by)
if title ~= '' then call('HSET', meta, 'title', title, 'renamed', 1) end
call('HSET', meta, 'revision', tell('session'))
refresh()
return info()
