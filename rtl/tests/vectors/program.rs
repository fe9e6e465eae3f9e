//! A program of chance that keeps the core and everything behind its bus at work. What it computes
//! does not matter: whatever it is, the circuit and its Verilog must do the same.
//!
//! x1, x2 and x3 point to RAM, buffer and registers; the body runs from the start again and again,
//! with the handler going on 4 bytes behind whatever traps. A compressed instruction that may trap
//! has another one behind it for that reason.

use crate::stimulus::once;
use umbilical_emu::controller::mcu::asm::*;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, IO_BASE, RAM_BASE, ROM_BYTES, i2c_device, irq, offset, out, sense, spi_command,
    switch,
};

const HANDLER: u32 = 0x60;
const BODY: u32 = 0x80;
/// An offset from a base that reaches it with 12 bits, signed.
const REACH: u32 = 0x800;

/// The whole ROM, in halfwords. With `sleeps` there are `wfi`s in it, which need somebody to wake them.
pub fn program(rng: &mut Rng, sleeps: bool) -> Vec<u16> {
    let mut words = vec![lui(1, RAM_BASE), lui(2, BUFFER_BASE), lui(3, IO_BASE)];
    words.extend([addi(4, 0, HANDLER as i32), csrrw(0, csr::MTVEC, 4)]);
    // Bits short, a deadline that comes.
    words.extend(li(5, 12 << 16 | 12));
    words.push(sw(5, offset::I2C_TIMING as i32, 3));
    words.extend([addi(5, 0, 2), sw(5, offset::I2C_STRETCH as i32, 3)]);
    words.push(sw(5, offset::I2C_DEADLINE as i32, 3));
    words.push(sw(5, offset::SPI_DEADLINE as i32, 3));
    words.push(sw(5, offset::SPI_LENGTH as i32, 3));
    words.push(sw(5, offset::IDLE_TIME as i32, 3));
    // Where it begins is up to a pin, so that resets do not keep it from the upper half.
    words.extend([
        lw(4, offset::SENSE as i32, 3),
        lui(5, sense::PRESENT << sense::RAW_SHIFT),
    ]);
    words.extend([and(4, 4, 5), beq(4, 0, 8)]);
    for start in [ROM_BYTES / 2, BODY] {
        words.push(jal(0, start as i32 - 4 * words.len() as i32));
    }
    words.resize((HANDLER / 4) as usize, 0);
    words.extend([
        csrrs(4, csr::MEPC, 0),
        addi(4, 4, 4),
        csrrw(0, csr::MEPC, 4),
        mret(),
    ]);
    words.resize((BODY / 4) as usize, 0);
    let mut halves = halves(&words);
    let end = (ROM_BYTES / 2) as usize - 24;
    while halves.len() < end {
        if once(rng, 3) {
            compressed(rng, &mut halves);
            continue;
        }
        words.clear();
        instruction(rng, sleeps, &mut words);
        halves.extend(self::halves(&words));
    }
    let back = jal(0, BODY as i32 - 2 * halves.len() as i32);
    halves.extend(self::halves(&[back]));
    halves.resize((ROM_BYTES / 2) as usize, 0);
    halves
}

/// Words as the ROM has them.
fn halves(words: &[u32]) -> Vec<u16> {
    let halves = |word: &u32| [*word as u16, (*word >> 16) as u16];
    words.iter().flat_map(halves).collect()
}

/// Compressed instructions. One that stands alone moves all that follow off the words' boundaries.
fn compressed(rng: &mut Rng, halves: &mut Vec<u16>) {
    const NOP: u16 = 0x0001;
    let any = rng.next_u64() as u16;
    let rd = destination(rng) as u16;
    // x8 to x15, of which 8 to 10 are free.
    let short = rng.below_u32(3) as u16;
    let full = |funct: u16, quadrant: u16| funct << 13 | any & 0x107C | rd << 7 | quadrant;
    let source = source(rng) as u16;
    match rng.below(10) {
        0 => halves.push(full([0, 2, 3][any as usize % 3], 1)),
        1 => halves.push(full(0, 2) & !0x1000),
        2 => halves.push(4 << 13 | any & 0x0C7C & !0x380 | short << 7 | 1),
        3 => halves.push(any & 0x1FE0 | short << 2),
        4 => halves.push(4 << 13 | any & 0x1000 | rd.max(5) << 7 | source.max(5) << 2 | 2),
        5 => {
            // Of RAM or buffer by x8, now and then of a register.
            let base = self::halves(&[add(8, 1 + u32::from(any & 1), 0)]);
            halves.extend(base);
            let access = [2 << 13, 6 << 13][usize::from(any >> 1 & 1)];
            halves.extend([access | any & 0x1C60 | short << 2, NOP]);
        }
        6 => {
            // x2 is the buffer's base.
            let load = 2 << 13 | any & 0x107C | rd << 7 | 2;
            let store = 6 << 13 | any & 0x1F80 | source << 2 | 2;
            halves.extend([if any & 0x8000 == 0 { load } else { store }, NOP]);
        }
        7 => {
            // C.JAL, C.J, C.BEQZ or C.BNEZ, 6 bytes on over three or onto the next.
            let jump = [0x2019, 0xA019][usize::from(any & 1)];
            let branch = 0xC019 | any & 0x2000 | short << 7;
            halves.extend([if any & 2 == 0 { jump } else { branch }, NOP, NOP]);
            halves.extend(self::halves(&[lui(1, RAM_BASE)]));
        }
        8 => {
            // C.JR or C.JALR behind itself.
            halves.extend(self::halves(&[auipc(5, 0), addi(5, 5, 12)]));
            halves.extend([4 << 13 | any & 0x1000 | 5 << 7 | 2, NOP]);
            halves.extend(self::halves(&[lui(1, RAM_BASE)]));
        }
        _ => {
            // C.EBREAK, or something illegal.
            let illegal = [
                0x9002, 0, 0x2000, 0x8000, 0x6001, 0x9C41, 0x9401, 0x8002, 0x1002, 0x4002, 0x2002,
                0xE002, 0xA000,
            ];
            halves.extend([illegal[any as usize % illegal.len()], NOP]);
        }
    }
}

/// The bases and the handler's register stay as they are.
fn destination(rng: &mut Rng) -> u32 {
    [0, 5, 6, 7, 8, 9, 10, 31][rng.below(8) as usize]
}

fn source(rng: &mut Rng) -> u32 {
    [0, 1, 3, 5, 6, 7, 8, 31][rng.below(8) as usize]
}

fn instruction(rng: &mut Rng, sleeps: bool, words: &mut Vec<u32>) {
    let (rd, a, b) = (destination(rng), source(rng), source(rng));
    let any = rng.next_u64() as u32;
    let fields = |funct3: u32, opcode: u32| b << 20 | a << 15 | funct3 << 12 | rd << 7 | opcode;
    match rng.below(16) {
        0..3 => words.extend(li(5 + any % 4, rng.next_u64() as u32)),
        3 | 4 => {
            let alternate = matches!(any % 8, 0 | 5);
            let funct7 = if alternate { any >> 2 & 0x20 } else { 0 };
            words.push(funct7 << 25 | fields(any % 8, 0x33));
        }
        5 | 6 => {
            let shift = any % 4 == 1;
            let upper = if shift { any >> 20 & 0x1F } else { any >> 20 };
            words.push(upper << 20 | fields(any % 8, 0x13) & 0x000F_FFFF);
        }
        7 => words.push(if any & 1 == 0 {
            lui(rd, any & !0xFFF)
        } else {
            auipc(rd, any & !0xFFF)
        }),
        // Over one of 32 bits, onto whatever comes then.
        8 => words.extend([jal(rd, 8), addi(rd, a, 1)]),
        9 => {
            let branch = [beq, bne, blt, bge, bltu, bgeu][(any % 6) as usize];
            words.extend([branch(a, b, 8), addi(rd, a, 1)]);
        }
        10 | 11 => {
            let base = 1 + any % 2;
            let offset = rng.below_u32(2 * REACH) as i32 - REACH as i32;
            let load = [lb, lh, lw, lbu, lhu][rng.below(5) as usize];
            let store = [sb, sh, sw][rng.below(3) as usize];
            // In the middle of the memory, so that both signs stay inside.
            words.extend([lui(4, 0x1000), srli(4, 4, 1), add(4, 4, base)]);
            words.push(if any & 4 == 0 {
                load(rd, offset, 4)
            } else {
                store(b, offset & !3, 4)
            });
        }
        12 | 13 => register(rng, rd, words),
        14 => {
            let number = [
                csr::MSCRATCH,
                csr::MCYCLE,
                csr::CYCLE,
                csr::MEPC,
                csr::MTVAL,
            ];
            let number = number[(any % 5) as usize];
            let encode = [csrrw, csrrs, csrrc, csrrwi, csrrsi, csrrci][(any >> 8) as usize % 6];
            words.push(encode(rd, number, a));
        }
        _ => words.push(match any % 6 {
            0 => ecall(),
            1 => ebreak(),
            2 if sleeps => wfi(),
            3 => any | 3,
            _ => fence(),
        }),
    }
}

/// A load or store of a register, those of the engines mostly with something that makes sense.
fn register(rng: &mut Rng, rd: u32, words: &mut Vec<u32>) {
    let any = 4 * rng.below_u32(64);
    if once(rng, 2) {
        words.push(lw(rd, any as i32, 3));
        return;
    }
    if once(rng, 24) {
        // Without these no frame begins, and chance alone does not bring them together.
        for (register, value) in [
            (offset::OUT, out::HOST_RUN),
            (
                offset::SWITCH,
                switch::HOST | switch::SPI_ENGINE | switch::SPI_PORT,
            ),
            (offset::SPI_FRAME, rng.next_u64() as u32),
            (offset::SPI_COMMAND, 1 + rng.below_u32(4)),
        ] {
            words.extend(li(5, value));
            words.push(sw(5, register as i32, 3));
        }
    }
    let (register, value) = match rng.below(15) {
        0 => (offset::I2C_DEVICE, {
            let journal = if once(rng, 3) { i2c_device::JOURNAL } else { 0 };
            journal | rng.below_u32(3) << i2c_device::ADDRESS_BYTES_SHIFT | rng.below_u32(128)
        }),
        1 => (offset::I2C_LENGTH, rng.below_u32(4)),
        2 | 3 | 12 => (
            offset::I2C_COMMAND,
            rng.below_u32(8) | rng.below_u32(2) << 8,
        ),
        4 | 9 => (offset::SWITCH, {
            let i2c = [0, 1, 2, 2][rng.below(4) as usize];
            let engine = if once(rng, 3) { 0 } else { switch::SPI_ENGINE };
            let others = rng.below_u32(2) * switch::SPI_HOST + rng.below_u32(2) * switch::SPI_PORT;
            i2c | engine | others
        }),
        5 => (offset::DEBOUNCE, rng.below_u32(30)),
        6 => (offset::IDLE_TIME, rng.below_u32(30)),
        7 => (offset::OUT, rng.below_u32(32)),
        8 => (
            offset::WATCHDOG,
            rng.below_u32([500, 20_000][any as usize / 4 % 2]),
        ),
        10 => (offset::SPI_FRAME, rng.next_u64() as u32),
        11 => (offset::SPI_COMMAND, {
            rng.below_u32(8) | (rng.below_u32(4) * spi_command::POLL)
        }),
        _ => match any {
            // One of chance would fire hours later, and hold up the others.
            offset::WATCHDOG => (offset::OUT, rng.below_u32(32)),
            offset::I2C_TIMING | offset::I2C_STRETCH | offset::I2C_DEADLINE => (any, 3),
            offset::SPI_TIMING => (any, rng.next_u64() as u32 & 0x103),
            offset::SPI_DEADLINE | offset::SPI_LENGTH => (any, 1 + rng.below_u32(4)),
            offset::IRQ_ENABLE => (any, irq::I2C | irq::SENSE | irq::TIMER | irq::SPI),
            _ => (any, rng.next_u64() as u32),
        },
    };
    words.extend(li(5, value));
    words.push(sw(5, register as i32, 3));
}
