-- ARGV: "summary" or "held", its JSON, id of the newest message in it, revision of the memory that
-- it was made from or "", text of the summary or "", how many texts are kept. Answers: ok.
local made, json, covers_to, revision, text, most = unpack(ARGV, 3)
if not exists() then return {'no_session'} end
if revision ~= '' and revision ~= call('HGET', meta, 'revision') then return {'changed'} end
call('HSET', meta, made, json, made .. '_to', covers_to)
if text == '' then return {'ok'} end

-- Turns that were sent it name it by what it covers. `summaries` lists those, oldest first.
local kept = {}
for covered in string.gmatch(call('HGET', meta, 'summaries') or '', '%S+') do
  if covered ~= covers_to then kept[#kept + 1] = covered end
end
kept[#kept + 1] = covers_to
while #kept > tonumber(most) do call('HDEL', turns, 's:' .. table.remove(kept, 1)) end
call('HSET', turns, 's:' .. covers_to, text)
call('HSET', meta, 'summaries', table.concat(kept, ' '))
return {'ok'}
