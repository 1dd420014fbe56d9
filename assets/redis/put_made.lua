-- ARGV: "summary" or "held", its JSON, id of the newest message in it, revision of the memory that
-- it was made from or "". Answers: ok.
local made, json, covers_to, revision = unpack(ARGV, 3)
if not exists() then return {'no_session'} end
if revision ~= '' and revision ~= call('HGET', meta, 'revision') then return {'changed'} end
call('HSET', meta, made, json, made .. '_to', covers_to)
return {'ok'}
