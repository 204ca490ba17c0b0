/* hyperscan PATTERNS FILE OCTETS: counts matches of fixed strings, one a line, in the first octets of a file, in blocks of 1 MiB.
   Prints: matches, seconds to compile, seconds to scan, octets of the database. */
#include <fcntl.h>
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define BLOCK (1024 * 1024)

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec + at.tv_nsec / 1e9;
}

static int count(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *matches)
{
    (void)id, (void)from, (void)to, (void)flags;
    ++*(unsigned long long *)matches;
    return 0;
}

static void insist(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    insist(argc == 4, "hyperscan PATTERNS FILE OCTETS");
    size_t capacity = 1024, patterns = 0, unused = 0;
    const char **expressions = malloc(capacity * sizeof *expressions);
    size_t *lengths = malloc(capacity * sizeof *lengths);
    unsigned *flags, *ids;
    FILE *list = fopen(argv[1], "r");
    insist(list != NULL, argv[1]);
    for (char *line = NULL; getline(&line, &unused, list) > 0; line = NULL, unused = 0) {
        if (patterns == capacity) {
            capacity *= 2;
            expressions = realloc(expressions, capacity * sizeof *expressions);
            lengths = realloc(lengths, capacity * sizeof *lengths);
        }
        lengths[patterns] = strcspn(line, "\n");
        expressions[patterns++] = line;
    }
    flags = calloc(patterns, sizeof *flags);
    ids = malloc(patterns * sizeof *ids);
    for (size_t i = 0; i < patterns; i++)
        ids[i] = (unsigned)i;

    double began = now();
    hs_database_t *database;
    hs_compile_error_t *problem;
    if (hs_compile_lit_multi(expressions, flags, ids, lengths, (unsigned)patterns, HS_MODE_BLOCK, NULL, &database, &problem) != HS_SUCCESS) {
        fprintf(stderr, "hyperscan: %s\n", problem->message);
        return 1;
    }
    hs_scratch_t *scratch = NULL;
    insist(hs_alloc_scratch(database, &scratch) == HS_SUCCESS, "scratch");
    double compiled = now();

    size_t octets = strtoull(argv[3], NULL, 10), size;
    int file = open(argv[2], O_RDONLY);
    insist(file >= 0, argv[2]);
    const char *text = mmap(NULL, octets, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    insist(text != MAP_FAILED, argv[2]);
    unsigned long long matches = 0;
    for (size_t at = 0; at < octets; at += BLOCK)
        insist(hs_scan(database, text + at, (unsigned)(octets - at < BLOCK ? octets - at : BLOCK), 0, scratch, count, &matches) == HS_SUCCESS, "scan");
    hs_database_size(database, &size);
    printf("%llu %.6f %.6f %zu\n", matches, compiled - began, now() - compiled, size);
    return 0;
}
