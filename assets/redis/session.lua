-- What every script of a session begins with (proxy/store/redis_scripts.cpp puts it in front).
-- KEYS: messages, meta, marks, turns and events of one session, which are in one slot.
-- ARGV[1]: its time to live in seconds; ARGV[2]: about how many events are kept.
-- A script answers with a list that begins with "ok", or with the word for its refusal.
local log, meta, marks, turns, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local call = redis.call

-- Tells those who watch, and returns the id of the entry.
local function tell(kind, ...)
  return call('XADD', events, 'MAXLEN', '~', ARGV[2], '*', 'kind', kind, ...)
end

local function refresh()
  for _, key in ipairs(KEYS) do call('EXPIRE', key, ARGV[1]) end
end

-- The keys of a session end in the same moment, but Redis may evict one of them alone. Without its
-- meta, or with a shorter log than there was, it is none: half a conversation misleads.
local function exists()
  -- A script that fails halfway leaves what it has written, and tell() comes late: fail before.
  call('XRANGE', events, '+', '+', 'COUNT', 1)
  local bytes = call('STRLEN', log)
  local known = call('HMGET', meta, 'messages', 'bytes')
  return known[1] and bytes >= tonumber(known[2] or 0)
end

-- Forgets the session, or what is left of it. The stream stays for a minute, with nothing but this
-- in it: whoever waits at its end must hear of it, and ids of later entries must not fall behind.
-- Asks first whether there is anything: a script that has written is let go on by a full Redis.
local function forget()
  if call('EXISTS', log, meta, marks, turns) == 0 then return end
  call('UNLINK', log, meta, marks, turns)
  tell('cleared')
  call('XTRIM', events, 'MAXLEN', 1)
  call('EXPIRE', events, 60)
end

-- Whether so many more messages would make it longer than a session may be.
local function is_full(more, most_messages, most_bytes)
  local known = call('HMGET', meta, 'messages', 'bytes')
  return tonumber(known[1] or 0) + more > tonumber(most_messages)
      or tonumber(known[2] or 0) >= tonumber(most_bytes)
end

-- Adds a line to the log. Returns the id of its message, and how many there are.
local function append(line, now)
  local bytes = call('APPEND', log, line)
  local count = call('HINCRBY', meta, 'messages', 1)
  call('HSET', meta, 'bytes', bytes, 'updated_at_ms', now)
  return string.format('m%010d', bytes - #line), count
end

-- The byte that the line of this message begins with: "{", or a blank where it was erased.
-- Anything else: no line begins there.
local function first_byte(id)
  local at = tonumber(string.sub(id, 2))
  if at == 0 then return call('GETRANGE', log, 0, 0) end
  local two = call('GETRANGE', log, at - 1, at)
  return string.sub(two, 1, 1) == '\n' and string.sub(two, 2) or ''
end

-- A message is not any more what it was: forgets what was made of it, tells those who watch, and
-- keeps a thing that is being made of it now from being taken (put_made.lua).
local function change(id, kind, ...)
  for _, made in ipairs({'summary', 'held'}) do
    local covers_to = call('HGET', meta, made .. '_to')
    if covers_to and id <= covers_to then call('HDEL', meta, made, made .. '_to') end
  end
  call('HSET', meta, 'revision', tell(kind, ...))
end

-- The session as a whole, as info_in() reads it (proxy/store/redis_session_info.h).
local function info()
  local fields = call('HMGET', meta, 'messages', 'bytes', 'title', 'renamed', 'local_only',
                      'created_at_ms', 'updated_at_ms')
  return {'ok', fields, call('STRLEN', log), call('TTL', meta)}
end
