-- ARGV: "1" when the title changes, title, local_only: "1", "0", or "" when it stays.
-- Answers as info(). After an empty title the next question gives it one.
local retitle, title, local_only = unpack(ARGV, 3)
if not exists() then return {'no_session'} end
if retitle == '1' then
  call('HDEL', meta, 'title', 'title_of', 'renamed')
  if title ~= '' then call('HSET', meta, 'title', title, 'renamed', 1) end
end
if local_only ~= '' then call('HSET', meta, 'local_only', local_only) end
tell('session')
refresh()
return info()
