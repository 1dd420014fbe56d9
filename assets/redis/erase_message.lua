-- ARGV: message id. Answers: ok, also when it was erased before: a blank begins its line then.
local id = ARGV[3]
local first = exists() and first_byte(id)
if first == ' ' then return {'ok'} end
if first ~= '{' then return {'no_message'} end

local at, length, step = tonumber(string.sub(id, 2)), 0, 65536
repeat
  local piece = call('GETRANGE', log, at + length, at + length + step - 1)
  local feed = string.find(piece, '\n', 1, true)
  length = length + (feed and feed - 1 or #piece)
until feed or #piece < step

-- First, because it frees memory: after it even a full Redis lets the script go on.
call('HDEL', marks, id)
call('SETRANGE', log, at, string.rep(' ', length))
call('HINCRBY', meta, 'messages', -1)

local name = call('HGET', turns, 'a:' .. id)
if name then
  local turn, attempt = string.match(name, '^(.*)%.(%d+)$')
  call('HDEL', turns, 'a:' .. id, name)
  call('HSET', turns, name .. '.id', '') -- the number stays taken
  if call('HGET', marks, 't:' .. turn) == id then call('HDEL', marks, 't:' .. turn) end
  -- Its text was told in pieces, of which the stream still holds some.
  for _, entry in ipairs(call('XRANGE', events, '-', '+')) do
    local piece = {}
    for i = 1, #entry[2], 2 do piece[entry[2][i]] = entry[2][i + 1] end
    if piece.text and piece.turn == turn and (piece.attempt or '0') == attempt then
      call('XDEL', events, entry[1])
    end
  end
end

change(id, 'deleted', 'message', id)
if call('HGET', meta, 'title_of') == id then -- these were its first words
  call('HDEL', meta, 'title', 'title_of')
  tell('session')
end
refresh()
return {'ok'}
