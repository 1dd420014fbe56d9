// What clang's -Wthread-safety reads: which lock guards which field, and who must hold it. For other
// compilers these are nothing. tests/house/thread_safety_test.py has clang check them.
// Source: https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
#pragma once

#if defined(__clang__)
#define MAGIC_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define MAGIC_THREAD_ANNOTATION(x)
#endif

#define MAGIC_CAPABILITY(name) MAGIC_THREAD_ANNOTATION(capability(name))
#define MAGIC_SCOPED_CAPABILITY MAGIC_THREAD_ANNOTATION(scoped_lockable)
#define MAGIC_ACQUIRE(...) MAGIC_THREAD_ANNOTATION(acquire_capability(__VA_ARGS__))
#define MAGIC_RELEASE(...) MAGIC_THREAD_ANNOTATION(release_capability(__VA_ARGS__))
#define MAGIC_TRY_ACQUIRE(...) MAGIC_THREAD_ANNOTATION(try_acquire_capability(__VA_ARGS__))

// Behind a field: who touches it holds the mutex.
#define MAGIC_GUARDED_BY(mutex) MAGIC_THREAD_ANNOTATION(guarded_by(mutex))
// Behind a function's parameters: who calls it holds the mutex. For lambdas too.
#define MAGIC_REQUIRES(...) MAGIC_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
