-- ARGV: message id, how many answers a turn may have. Answers: ok, also when it was erased before: a blank begins its line then.
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

-- What was made of it goes with it, also where an older turn was sent it.
local kept = {}
for covered in string.gmatch(call('HGET', meta, 'summaries') or '', '%S+') do
  if id <= covered then
    call('HDEL', turns, 's:' .. covered)
  else
    kept[#kept + 1] = covered
  end
end
call('HSET', meta, 'summaries', table.concat(kept, ' '))

local chosen -- another answer, because this one was current
local name = call('HGET', turns, 'a:' .. id)
if name then
  local turn, attempt = string.match(name, '^(.*)%.(%d+)$')
  call('HDEL', turns, 'a:' .. id, name)
  call('HSET', turns, name .. '.id', '') -- the number stays taken
  local choice = call('HGET', marks, 't:' .. turn)
  if choice == id or (not choice and attempt == '0') then
    call('HDEL', marks, 't:' .. turn)
    for i = 0, math.min(tonumber(call('HGET', turns, turn .. '.n')) or 0, tonumber(ARGV[4])) - 1 do
      local other = call('HGET', turns, turn .. '.' .. i .. '.id')
      if other and other ~= '' then
        if i > 0 then
          call('HSET', marks, 't:' .. turn, other)
          chosen = {'message', other, 'turn', turn}
        end
        break
      end
    end
  end
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
if chosen then tell('chosen', unpack(chosen)) end
if call('HGET', meta, 'title_of') == id then -- these were its first words
  call('HDEL', meta, 'title', 'title_of')
  tell('session')
end
refresh()
return {'ok'}
