/* Preloaded: opening the file that HUNG_PORT names never comes back, as with a driver that is stuck. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int open_call(const char *, int, ...);

static void hang_on(const char *path) {
  const char *hung = getenv("HUNG_PORT");
  if (path != NULL && hung != NULL && strcmp(path, hung) == 0)
    for (;;) pause();
}

#define OPEN(name)                                                  \
  int name(const char *path, int flags, ...) {                      \
    va_list rest;                                                   \
    va_start(rest, flags);                                          \
    mode_t mode = va_arg(rest, mode_t);                             \
    va_end(rest);                                                   \
    hang_on(path);                                                  \
    return ((open_call *)dlsym(RTLD_NEXT, #name))(path, flags, mode); \
  }

OPEN(open)
OPEN(open64)
