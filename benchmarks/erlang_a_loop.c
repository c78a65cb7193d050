/* Erlang A as a bare event-list loop: arrivals, ends and patience in one binary heap, free agents
   counted, who waits in a ring. The yardstick of the benchmark ``twin``; it knows nothing else. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct { double time; int64_t what; } Event; /* what: kind << 56 | number */
enum { END = 1, ARRIVAL = 5, LEAVE = 16 };

static Event *heap;
static int64_t count;

static int before(Event a, Event b) {
    return a.time < b.time || (a.time == b.time && a.what < b.what);
}

static void push(double time, int64_t what) {
    Event event = {time, what};
    int64_t place = count++;
    while (place > 0) {
        int64_t above = (place - 1) >> 1;
        if (before(heap[above], event)) break;
        heap[place] = heap[above];
        place = above;
    }
    heap[place] = event;
}

static Event pop(void) {
    Event first = heap[0], last = heap[--count];
    int64_t place = 0, child = 1;
    while (child < count) {
        if (child + 1 < count && before(heap[child + 1], heap[child])) child++;
        if (before(last, heap[child])) break;
        heap[place] = heap[child];
        place = child;
        child = 2 * place + 1;
    }
    heap[place] = last;
    return first;
}

/* Given cases: write when each starts, NaN if never. */
void run(int64_t size, int64_t agents, const double *arrival, const double *handle,
         const double *patience, double *start) {
    int64_t *line = malloc(sizeof(int64_t) * (size + 1)), head = 0, tail = 0, free_agents = agents;
    char *waits = calloc(size + 1, 1);
    heap = malloc(sizeof(Event) * (2 * size + 2));
    count = 0;
    for (int64_t k = 0; k < size; k++) start[k] = NAN;
    if (size) push(arrival[0], (int64_t)ARRIVAL << 56);
    while (count) {
        Event event = pop();
        double now = event.time;
        int64_t number = event.what & (((int64_t)1 << 56) - 1);
        switch (event.what >> 56) {
        case ARRIVAL:
            if (number + 1 < size) push(arrival[number + 1], (int64_t)ARRIVAL << 56 | (number + 1));
            if (free_agents) {
                free_agents--;
                start[number] = now;
                push(now + handle[number], (int64_t)END << 56 | number);
            } else {
                waits[number] = 1;
                line[tail++] = number;
                push(now + patience[number], (int64_t)LEAVE << 56 | number);
            }
            break;
        case END:
            while (head < tail && !waits[line[head]]) head++;
            if (head < tail) {
                int64_t next = line[head++];
                waits[next] = 0;
                start[next] = now;
                push(now + handle[next], (int64_t)END << 56 | next);
            } else {
                free_agents++;
            }
            break;
        case LEAVE:
            waits[number] = 0;
            break;
        }
    }
    free(line);
    free(waits);
    free(heap);
}

static uint64_t state;

static double uniform(void) { /* splitmix64 */
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return ((z >> 12) + 0.5) * 0x1p-52;
}

/* Cases of its own, drawn one after the other with the cheapest generator at hand. */
void draw(int64_t size, uint64_t seed, double gap, double mean, double patience_mean,
          double *arrival, double *handle, double *patience) {
    double now = 0.0;
    state = seed;
    for (int64_t k = 0; k < size; k++) {
        now -= gap * log(uniform());
        arrival[k] = now;
        handle[k] = -mean * log(uniform());
        patience[k] = -patience_mean * log(uniform());
    }
}
