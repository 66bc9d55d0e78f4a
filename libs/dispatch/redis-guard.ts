/**
 * What stands between us and the private Redis (POSIX sh; `$1` is the server's folder, the rest its
 * command). It starts the server again when a signal killed it, and ends it and removes the folder
 * when its own stdin ends: on request, and when our process dies, however it dies. A server that
 * ends by itself is not started again; the guard ends with its status and leaves the log. Its reader is
 * killed for good: one that has only just begun still has the guard's trap, and would outlive a TERM.
 */
export const REDIS_GUARD = `
folder=$1; shift
stop= server=
trap 'stop=1; [ -z "$server" ] || kill -9 "$server"' TERM
exec 3<&0
{ while read -r line; do :; done; kill -TERM $$; } <&3 &
reader=$!
exec 3<&- </dev/null
while :; do
  "$@" &
  server=$!
  [ -z "$stop" ] || kill -9 "$server"
  wait "$server"; status=$?
  [ -z "$stop" ] && [ "$status" -gt 128 ] || break
  sleep 0.1
done
if [ -n "$stop" ]; then wait "$server"; rm -rf "$folder"; else kill -9 "$reader"; fi
exit "$status"
`;
