//! The entry, the trap and the panic handler of either image.

use crate::main;

// Nothing else uses gp and tp: they hold the bases of the registers and of the transfer buffer
// (`hardware.rs`).
// Registers are undefined after reset; RAM needs no preparation. A trap says where it happened and
// waits for the watchdog, which restarts the program with the host held. If it comes before the
// watchdog was started (first store of the program), the device stays in reset state: host held.
core::arch::global_asm!(
    ".section .text.start, \"ax\"",
    ".global _start",
    "_start:",
    "la sp, _stack_top",
    "li gp, {io}",
    "li tp, {buffer}",
    "la t0, {trap}",
    "csrw mtvec, t0",
    "j {main}",
    io = const umbilical_soft_mcu::registers::IO_BASE,
    buffer = const umbilical_soft_mcu::registers::BUFFER_BASE,
    trap = sym trap,
    main = sym main,
);

/// Where every trap goes: report, then wait for the watchdog.
#[unsafe(naked)]
unsafe extern "C" fn trap() -> ! {
    core::arch::naked_asm!(
        ".balign 4",
        "li t0, {report}",
        "csrr t1, mcause",
        "sw t1, {cause}(t0)",
        "csrr t1, mepc",
        "sw t1, {pc}(t0)",
        "li t1, {fault_trap}",
        "sw t1, {fault}(t0)",
        "li t1, {phase_fault}",
        "sw t1, {phase}(t0)",
        "1: j 1b",
        report = const umbilical_soft_mcu::registers::RAM_BASE,
        cause = const 4 * umbilical_soft_mcu::report::word::TRAP_CAUSE,
        pc = const 4 * umbilical_soft_mcu::report::word::TRAP_PC,
        fault = const 4 * umbilical_soft_mcu::report::word::FAULT,
        phase = const 4 * umbilical_soft_mcu::report::word::PHASE,
        fault_trap = const umbilical_soft_mcu::report::Fault::Trap as u32,
        phase_fault = const umbilical_soft_mcu::report::Phase::Fault as u32,
    )
}

/// Nothing here panics (`cargo xtask firmware` checks that none of core's panic functions is
/// linked); the language wants a handler all the same.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
