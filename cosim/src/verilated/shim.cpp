// What the Rust side calls of a Verilated controller. Compiled once per Verilog file:
// DESIGN is the class that Verilator made, HEADER and ROOT_HEADER its headers, NAME(x) the name of
// function x; ROM_LOW and ROM_HIGH (bytes of halfwords), REGISTERS, RAM0 .. RAM3 and BUFFER0 .. BUFFER3
// (byte lanes) the memories in the class behind `rootp`.
//
// Between calls the clock is high. An edge is: clock low with the new inputs, which settles them
// and the trace ports; then clock high.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include HEADER
#include ROOT_HEADER
#include "verilated.h"
#include "verilated_save.h"

namespace {

/// Verilator's own format, kept in memory. Its base class calls `flush` in time for the next
/// write, and `fill` whenever less than its look-ahead is left.
class Writer final : public VerilatedSerialize {
public:
    std::vector<uint8_t> bytes;
    Writer() {
        m_isOpen = true;
        header();
    }
    void flush() override {
        bytes.insert(bytes.end(), m_bufp, m_cp);
        m_cp = m_bufp;
    }
    void close() override {
        trailer();
        flush();
        m_isOpen = false;
    }
};

class Reader final : public VerilatedDeserialize {
    const std::vector<uint8_t>& bytes;
    size_t taken = 0;

public:
    explicit Reader(const std::vector<uint8_t>& from)
        : bytes(from) {
        m_isOpen = true;
        m_cp = m_endp = m_bufp;
        header();
    }
    void fill() override {
        const size_t left = m_endp - m_cp;
        std::memmove(m_bufp, m_cp, left);
        const size_t fresh = std::min(bufferSize() - left, bytes.size() - taken);
        std::memcpy(m_bufp + left, bytes.data() + taken, fresh);
        taken += fresh;
        m_cp = m_bufp;
        m_endp = m_bufp + left + fresh;
    }
    void close() override {
        trailer();
        m_isOpen = false;
    }
};

/// A context that starts no worker threads: one evaluates nothing faster than none.
struct Context : VerilatedContext {
    Context() { threads(1); }
};

struct Controller {
    Context context;
    DESIGN top{&context};
    uint32_t retired[3]{};

    explicit Controller(uint32_t clock_hz) {
        top.clock_hz = clock_hz;
        top.clock = 1;
        top.eval();
    }

    /// The destructors of scopes sign off at the thread's current context, which is the one made
    /// last and may be gone.
    ~Controller() { Verilated::threadContextp(&context); }

    void inputs(uint32_t word) {
        top.lines = word & 0xFF;
        top.sensed = word >> 8 & 0xF;
        top.vcc_ok = word >> 12 & 1;
        top.spi_io = word >> 13 & 0xF;
        top.host_csn = word >> 17 & 1;
        top.uart_rx = word >> 18 & 1;
    }

    uint32_t drives() const {
        return top.pull | uint32_t{top.out} << 8 | uint32_t{top.spi} << 14
               | uint32_t{top.uart_tx} << 22;
    }

    uint32_t peek(uint32_t memory, uint32_t index) {
        const auto& root = *top.rootp;
        const auto half = [&root](uint32_t place) {
            return uint32_t{root.ROM_LOW[place]} | uint32_t{root.ROM_HIGH[place]} << 8;
        };
        const auto word = [index](const auto& a, const auto& b, const auto& c, const auto& d) {
            return uint32_t{a[index]} | uint32_t{b[index]} << 8 | uint32_t{c[index]} << 16
                   | uint32_t{d[index]} << 24;
        };
        switch (memory) {
        case 0: return half(2 * index) | half(2 * index + 1) << 16;
        case 1: return word(root.RAM0, root.RAM1, root.RAM2, root.RAM3);
        case 2: return root.REGISTERS[index];
        default: return word(root.BUFFER0, root.BUFFER1, root.BUFFER2, root.BUFFER3);
        }
    }

    void poke(uint32_t memory, uint32_t index, uint32_t value) {
        auto& root = *top.rootp;
        const auto spread = [index, value](auto& a, auto& b, auto& c, auto& d) {
            a[index] = value & 0xFF;
            b[index] = value >> 8 & 0xFF;
            c[index] = value >> 16 & 0xFF;
            d[index] = value >> 24;
        };
        switch (memory) {
        case 0:
            root.ROM_LOW[2 * index] = value & 0xFF;
            root.ROM_HIGH[2 * index] = value >> 8 & 0xFF;
            root.ROM_LOW[2 * index + 1] = value >> 16 & 0xFF;
            root.ROM_HIGH[2 * index + 1] = value >> 24;
            break;
        case 1: spread(root.RAM0, root.RAM1, root.RAM2, root.RAM3); break;
        case 2: root.REGISTERS[index] = value; break;
        default: spread(root.BUFFER0, root.BUFFER1, root.BUFFER2, root.BUFFER3); break;
        }
    }
};

}  // namespace

extern "C" {

void* NAME(new)(uint32_t clock_hz) { return new Controller{clock_hz}; }

void NAME(delete)(Controller* controller) { delete controller; }

void* NAME(clone)(Controller* controller) {
    Writer writer;
    writer << controller->top;
    writer.close();
    auto copy = std::make_unique<Controller>(0);
    Reader reader{writer.bytes};
    reader >> copy->top;
    reader.close();
    std::memcpy(copy->retired, controller->retired, sizeof copy->retired);
    return copy.release();
}

uint32_t NAME(settle)(Controller* controller, uint32_t inputs) {
    controller->inputs(inputs);
    controller->top.eval();
    return controller->drives();
}

/// Bits 22..0 drives, 24 retired, 25 watchdog, 31..28 store mask, 42..32 store address.
uint64_t NAME(edge)(Controller* controller, uint32_t inputs) {
    DESIGN& top = controller->top;
    controller->inputs(inputs);
    top.clock = 0;
    top.eval();
    const uint64_t trace = uint64_t{top.trace_retire} << 24 | uint64_t{top.trace_watchdog} << 25
                           | uint64_t{top.trace_store} << 28
                           | uint64_t{top.trace_store_address} << 32;
    if (top.trace_retire) {
        controller->retired[0] = top.trace_pc;
        controller->retired[1] = top.trace_instruction;
        controller->retired[2] = top.trace_value;
    }
    top.clock = 1;
    top.eval();
    return trace | controller->drives();
}

void NAME(retired)(const Controller* controller, uint32_t* words) {
    std::memcpy(words, controller->retired, sizeof controller->retired);
}

uint32_t NAME(peek)(Controller* controller, uint32_t memory, uint32_t index) {
    return controller->peek(memory, index);
}

void NAME(load)(Controller* controller, uint32_t memory, const uint32_t* words, uint32_t count) {
    for (uint32_t index = 0; index < count; ++index) controller->poke(memory, index, words[index]);
}

}  // extern "C"
