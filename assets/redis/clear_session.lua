-- Answers: ok, also when there was no such session.
if redis.pcall('XRANGE', events, '+', '+', 'COUNT', 1).err then call('UNLINK', events) end
forget()
return {'ok'}
