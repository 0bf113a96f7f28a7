/* Makes the n-th write, flush or rename below a folder fail: preloaded into a process, which arms it by faults_arm(). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NO_SPACE, NO_DEVICE, KILLED };

static char below[PATH_MAX];
static long failing = -1;
static int kind;
static atomic_long calls;

/* The folder, the call that is to fail (from 0; -1: none, they are only counted), and how. */
void faults_arm(const char *folder, long nth, int how) {
    strncpy(below, folder, sizeof below - 1);
    failing = nth;
    kind = how;
    atomic_store(&calls, 0);
}

long faults_calls(void) { return atomic_load(&calls); }

static int is_below(const char *path) { return below[0] && strncmp(path, below, strlen(below)) == 0; }

static int is_descriptor_below(int descriptor) {
    char link[64], path[PATH_MAX];
    if (!below[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

/* Whether this call is the one; a kill happens here, when the caller has done half of what it was asked to. */
static int is_due(void) { return atomic_fetch_add(&calls, 1) == failing; }

static int fail(void) {
    if (kind == KILLED) kill(getpid(), SIGKILL);
    errno = kind == NO_SPACE ? ENOSPC : EIO;
    return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (is_descriptor_below(descriptor) && is_due()) {
        if (count > 1) NEXT(write)(descriptor, bytes, count / 2);
        return fail();
    }
    return NEXT(write)(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    if (is_descriptor_below(descriptor) && is_due()) {
        if (count > 1) NEXT(pwrite)(descriptor, bytes, count / 2, offset);
        return fail();
    }
    return NEXT(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) { return pwrite(descriptor, bytes, count, offset); }

ssize_t sendfile(int to, int from, off_t *offset, size_t count) {
    if (is_descriptor_below(to) && is_due()) {
        if (count > 1) NEXT(sendfile)(to, from, offset, count / 2);
        return fail();
    }
    return NEXT(sendfile)(to, from, offset, count);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) { return sendfile(to, from, offset, count); }

ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t count, unsigned flags) {
    if (is_descriptor_below(to) && is_due()) {
        NEXT(copy_file_range)(from, from_offset, to, to_offset, 4096, flags);
        return fail();
    }
    return NEXT(copy_file_range)(from, from_offset, to, to_offset, count, flags);
}

int fsync(int descriptor) { return is_descriptor_below(descriptor) && is_due() ? fail() : NEXT(fsync)(descriptor); }

int fdatasync(int descriptor) { return is_descriptor_below(descriptor) && is_due() ? fail() : NEXT(fdatasync)(descriptor); }

int rename(const char *from, const char *to) { return is_below(to) && is_due() ? fail() : NEXT(rename)(from, to); }

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return is_below(to) && is_due() ? fail() : NEXT(renameat)(from_folder, from, to_folder, to);
}

int symlink(const char *target, const char *path) { return is_below(path) && is_due() ? fail() : NEXT(symlink)(target, path); }

int mkdir(const char *path, mode_t mode) { return is_below(path) && is_due() ? fail() : NEXT(mkdir)(path, mode); }
