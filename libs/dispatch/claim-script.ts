/**
 * Takes or renews fixtures (Lua, on the server). KEYS: for each fixture the key of its owner and the key of
 * the last number given out for it. ARGV: our facts, our life in ms, and for each fixture the number we
 * have, 0 if none. Tells for each fixture our number as text, or 0, and who else has it.
 *
 * A number only ever grows, also after the server was flushed: it is the server's time in ms, or the
 * last one plus 1. Who had a fixture before us cannot have it back; who had it after us can. What nobody of
 * us can have written counts as nothing.
 */
export const CLAIM = `
local function read(key)
  local value = redis.pcall('GET', key)
  return type(value) == 'string' and value or nil
end
local function numberIn(text)
  local number = tonumber(text or 0)
  return number and number >= 0 and number < 9007199254740991 and number or 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {}
for at = 1, #KEYS, 2 do
  local mine = tonumber(ARGV[2 + (at + 1) / 2])
  local holder = read(KEYS[at])
  local number, facts, other = 0, '', ''
  if holder then
    number, facts = string.match(holder, '^(%d+) (.*)$')
    number = numberIn(number)
  end
  if facts == ARGV[1] then
    mine = number
  elseif holder and mine <= number then
    mine, other = 0, facts or holder
  elseif not holder then
    local last = numberIn(read(KEYS[at + 1]))
    if mine == 0 then
      mine = math.max(now, last + 1)
    elseif last > mine then
      mine = 0
    end
  end
  if mine > 0 then
    local text = string.format('%.0f', mine)
    redis.call('SET', KEYS[at], text .. ' ' .. ARGV[1], 'PX', ARGV[2])
    redis.call('SET', KEYS[at + 1], text)
  end
  reply[at] = string.format('%.0f', mine)
  reply[at + 1] = other
end
return reply
`;

/** Gives back each fixture that is ours (Lua). KEYS: their owners' keys. ARGV: our facts. */
export const RELEASE = `
for _, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder and string.match(holder, '^%d+ (.*)$') == ARGV[1] then redis.call('DEL', key) end
end
return 0
`;
