// hello_server [port]: greets one client, then ends.
//
// The client sends a line; the server answers with the line "Hello from server" and closes.
// Port 0, the default, lets the kernel choose a free one; standard output says which.
// Only programs on this machine can connect: the server is bound to the loopback address.

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
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument(std::string{text} + ": not a port (0 to 65535)");
    return port;
}

Socket open_listener(std::uint16_t port) {
    sockaddr_in address{};  // every byte zero, the padding too
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);

    Socket listener{check(::socket(AF_INET, SOCK_STREAM, 0), "socket")};
    const int yes = 1;
    check(::setsockopt(*listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "setsockopt");
    check(::bind(*listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
    check(::listen(*listener, 3), "listen");
    return listener;
}

std::uint16_t port_of(const Socket& listener) {
    sockaddr_in address{};
    socklen_t size = sizeof address;  // in: the room we have; out: what was filled
    check(::getsockname(*listener, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    return ntohs(address.sin_port);
}

Socket accept_one(const Socket& listener) {
    for (;;) {
        const int conn = ::accept(*listener, nullptr, nullptr);
        if (conn == -1 && (errno == EINTR || errno == ECONNABORTED)) continue;
        return Socket{check(conn, "accept")};
    }
}

// A line may come in pieces, and a piece is not a C string: collect until the newline.
std::string read_line(const Socket& conn) {
    constexpr std::size_t limit = 1024;
    std::array<char, 256> piece;
    std::string line;
    while (line.size() < limit) {
        const ssize_t got = ::read(*conn, piece.data(), piece.size());
        if (got == -1 && errno == EINTR) continue;
        if (check(got, "read") == 0) throw std::runtime_error("the client left without a greeting");
        line.append(piece.data(), static_cast<std::size_t>(got));
        if (const auto newline = line.find('\n'); newline != std::string::npos) {
            line.resize(newline);
            return line;
        }
    }
    throw std::runtime_error("the greeting is too long");
}

// send() may take less than it is given; MSG_NOSIGNAL: an error, please, and no SIGPIPE.
void send_all(const Socket& conn, std::string_view data) {
    while (!data.empty()) {
        const ssize_t taken = ::send(*conn, data.data(), data.size(), MSG_NOSIGNAL);
        if (taken == -1 && errno == EINTR) continue;
        data.remove_prefix(static_cast<std::size_t>(check(taken, "send")));
    }
}

void run_server(std::uint16_t port) {
    const Socket listener = open_listener(port);
    std::cout << "Server is listening on port " << port_of(listener) << std::endl;

    const Socket conn = accept_one(listener);
    std::cout << "Received from client: " << read_line(conn) << std::endl;
    send_all(conn, "Hello from server\n");
    std::cout << "Response sent to client" << std::endl;
}

}  // namespace

int main(int argc, char* argv[]) {
    try {
        std::cout.exceptions(std::ios::badbit | std::ios::failbit);
        run_server(argc > 1 ? parse_port(argv[1]) : 0);
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
