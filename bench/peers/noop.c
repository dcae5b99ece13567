/* Reads a capture file through libpcap and counts its frames: the least that any reader of packets costs. noop FILE */
#include <pcap.h>
#include <stdio.h>

static unsigned long frames;

static void count(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
    (void)user, (void)header, (void)bytes;
    frames++;
}

int main(int argc, char **argv)
{
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *file = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;
    if (file == NULL) {
        fprintf(stderr, "noop: %s\n", argc == 2 ? error : "usage: noop FILE");
        return 2;
    }
    int read = pcap_loop(file, -1, count, NULL);
    if (read < 0)
        fprintf(stderr, "noop: %s\n", pcap_geterr(file));
    printf("%lu\n", frames);
    pcap_close(file);
    return read < 0;
}
