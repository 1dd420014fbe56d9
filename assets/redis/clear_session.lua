-- Answers: ok, also when there was no such session.
forget()
return {'ok'}
