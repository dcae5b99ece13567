/*
 * Sends the frames of a capture file on an interface at a steady rate, over and over: sender DEVICE FILE PACKETS_PER_SECOND SECONDS
 * Frames that were cut are filled up with zeros to their length on the wire; those that no Ethernet of MTU 1500 carries are left out.
 * Prints what it sent and how long it took as one JSON object.
 */
#define _GNU_SOURCE
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, LONGEST = 1518 };

static struct iovec *frames;
static size_t count;

static void load(const char *path)
{
    char error[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const u_char *bytes;
    size_t room = 0;
    pcap_t *file = pcap_open_offline(path, error);
    if (file == NULL) {
        fprintf(stderr, "sender: %s\n", error);
        exit(2);
    }
    while (pcap_next_ex(file, &header, &bytes) == 1) {
        if (header->len > LONGEST || header->len < 14 || header->caplen > header->len)
            continue;
        if (count == room)
            frames = realloc(frames, (room = room * 2 + 1024) * sizeof *frames);
        void *frame = calloc(1, header->len);
        memcpy(frame, bytes, header->caplen);
        frames[count++] = (struct iovec){ .iov_base = frame, .iov_len = header->len };
    }
    pcap_close(file);
}

static int open_socket(const char *device)
{
    int on = 1, socket_ = socket(AF_PACKET, SOCK_RAW, 0);
    /* Protocol 0: it only sends; with another it would be handed all that the interface carries as well. */
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(device) };
    if (socket_ < 0 || bind(socket_, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("sender");
        exit(2);
    }
    (void)setsockopt(socket_, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
    return socket_;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: sender DEVICE FILE PACKETS_PER_SECOND SECONDS\n", stderr);
        return 2;
    }
    load(argv[2]);
    int to = open_socket(argv[1]);
    double rate = atof(argv[3]), seconds = atof(argv[4]);
    struct mmsghdr batch[BATCH];
    memset(batch, 0, sizeof batch);
    unsigned long sent = 0, refused = 0;
    size_t next = 0;
    double start = now(), time;
    while ((time = now() - start) < seconds) {
        unsigned long due = (unsigned long)(rate * time);
        if (due <= sent) {
            nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
            continue;
        }
        unsigned size = due - sent < BATCH ? (unsigned)(due - sent) : BATCH;
        for (unsigned i = 0; i < size; i++) {
            batch[i].msg_hdr.msg_iov = &frames[(next + i) % count];
            batch[i].msg_hdr.msg_iovlen = 1;
        }
        int done = sendmmsg(to, batch, size, 0);
        if (done < 0) {
            refused++;
            continue;
        }
        sent += (unsigned long)done;
        next = (next + (size_t)done) % count;
    }
    time = now() - start;
    printf("{\"sent\":%lu,\"seconds\":%.3f,\"rate\":%.0f,\"refused\":%lu}\n", sent, time, (double)sent / time, refused);
    return 0;
}
