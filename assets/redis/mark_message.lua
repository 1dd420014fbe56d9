-- ARGV: message id, "p" (pinned), "x" (excluded) or "" (neither), how many marks there may be.
-- Answers: ok.
local id, mark, most = ARGV[3], ARGV[4], tonumber(ARGV[5])
if not exists() or first_byte(id) ~= '{' then return {'no_message'} end

local marked = call('HGET', marks, id) or ''
if marked ~= mark then
  if marked == '' and call('HLEN', marks) >= most then return {'marks_full'} end
  if mark == '' then call('HDEL', marks, id) else call('HSET', marks, id, mark) end
  change(id, 'marked', 'message', id)
end
refresh()
return {'ok'}
