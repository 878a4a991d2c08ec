// hello_client port [address]: greets a server and prints its answer.
//
// Sends a line, then reads until the server closes. The address is IPv4, 127.0.0.1 if not given.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

// Every system call says -1 when it fails, and errno says why. 0 is a good descriptor.
template <typename Result>
Result check(Result result, const char* call) {
    if (result == -1) throw std::system_error(errno, std::generic_category(), call);
    return result;
}

// Owns a descriptor: whatever way we leave, it is closed, once.
class Socket {
public:
    explicit Socket(int descriptor) : descriptor_{descriptor} {}
    Socket(Socket&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    Socket& operator=(Socket&&) = delete;
    ~Socket() {
        if (descriptor_ != -1) ::close(descriptor_);
    }
    int operator*() const { return descriptor_; }

private:
    int descriptor_;
};

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0)
        throw std::invalid_argument(std::string{text} + ": not a port (1 to 65535)");
    return port;
}

sockaddr_in make_address(const char* text, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    // 1 is success. 0 means "not an IPv4 address" and leaves errno alone: no perror() here.
    if (check(::inet_pton(AF_INET, text, &address.sin_addr), "inet_pton") == 0)
        throw std::invalid_argument(std::string{text} + ": not an IPv4 address");
    return address;
}

Socket open_connection(const sockaddr_in& address) {
    Socket conn{check(::socket(AF_INET, SOCK_STREAM, 0), "socket")};
    check(::connect(*conn, reinterpret_cast<const sockaddr*>(&address), sizeof address), "connect");
    return conn;  // the descriptor that socket() made; connect() returned 0
}

// send() may take less than it is given; MSG_NOSIGNAL: an error, please, and no SIGPIPE.
void send_all(const Socket& conn, std::string_view data) {
    while (!data.empty()) {
        const ssize_t taken = ::send(*conn, data.data(), data.size(), MSG_NOSIGNAL);
        if (taken == -1 && errno == EINTR) continue;
        data.remove_prefix(static_cast<std::size_t>(check(taken, "send")));
    }
}

// The answer ends where the stream ends: one read() may be only the first part of it.
std::string read_to_end(const Socket& conn) {
    std::array<char, 1024> piece;
    std::string answer;
    for (;;) {
        const ssize_t got = ::read(*conn, piece.data(), piece.size());
        if (got == -1 && errno == EINTR) continue;
        if (check(got, "read") == 0) return answer;
        answer.append(piece.data(), static_cast<std::size_t>(got));
    }
}

void run_client(const char* address, std::uint16_t port) {
    const Socket conn = open_connection(make_address(address, port));
    send_all(conn, "Hello from client\n");
    std::cout << "Message sent to server" << std::endl;
    std::string answer = read_to_end(conn);
    if (!answer.empty() && answer.back() == '\n') answer.pop_back();
    std::cout << "Received from server: " << answer << std::endl;
}

}  // namespace

int main(int argc, char* argv[]) {
    try {
        if (argc < 2) throw std::invalid_argument("usage: hello_client port [address]");
        std::cout.exceptions(std::ios::badbit | std::ios::failbit);
        run_client(argc > 2 ? argv[2] : "127.0.0.1", parse_port(argv[1]));
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
