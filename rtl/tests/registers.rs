//! Registers that belong to no block, and the read path of all of them.

mod drive;

use drive::{edge, ready, settle};
use umbilical_rtl::registers::Registers;
use umbilical_soft_mcu::registers::{IO_BYTES, after_reset, irq, offset, out, reset_cause};

clocked!(Registers);

fn block() -> Registers {
    let mut block = ready(Registers::default());
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    settle(&mut block);
    block
}

/// What a load finds: the address stands before the edge, the data after it.
fn read(block: &mut Registers, register: u32) -> u32 {
    block.io_write.next = false;
    block.io_address.next = u64::from(register).into();
    edge(block);
    block.read_data.val().to_u32()
}

fn store(block: &mut Registers, register: u32, value: u32) {
    block.io_write.next = true;
    block.io_address.next = u64::from(register).into();
    block.io_data.next = u64::from(value).into();
    edge(block);
    block.io_write.next = false;
    settle(block);
}

/// After reset, and with all bits written: a missing width, or an offset taken for another, shows.
#[test]
fn every_offset_reads_what_the_map_says() {
    let mut block = block();
    block.clock_hz.next = 48_000_000u64.into();
    for register in (0..IO_BYTES).step_by(4) {
        let expected = match register {
            offset::CLOCK_HZ => 48_000_000,
            offset::RESET_CAUSE => reset_cause::POWER,
            offset::IDLE_TIME => after_reset::IDLE_TIME,
            _ => 0,
        };
        assert_eq!(read(&mut block, register), expected, "{register:#x}");
    }
    for register in (0..IO_BYTES).step_by(4) {
        store(&mut block, register, 0xFFFF_FFFF);
    }
    block.by_watchdog.next = true;
    for register in (0..IO_BYTES).step_by(4) {
        let expected = match register {
            offset::CLOCK_HZ => 48_000_000,
            offset::RESET_CAUSE => reset_cause::WATCHDOG,
            offset::IDLE_TIME => 0xFFFF,
            offset::IRQ_ENABLE => {
                irq::I2C | irq::TIMER | irq::SENSE | irq::SPI | irq::UART_RX | irq::UART_TX
            }
            offset::OUT => {
                out::HOST_RUN | out::OFFER | out::LED_BUSY | out::LED_OK | out::LED_FAULT
            }
            _ => 0,
        };
        assert_eq!(read(&mut block, register), expected, "{register:#x}");
    }
    assert_eq!(block.outputs.val().to_u32(), 0x1F);
    assert_eq!(block.idle_time.val().to_u32(), 0xFFFF);
}

#[test]
fn a_wake_is_an_event_that_stands_and_is_enabled() {
    let mut block = block();
    for enabled in 0..64u32 {
        for standing in 0..64u32 {
            store(&mut block, offset::IRQ_ENABLE, enabled);
            block.i2c_done.next = standing & irq::I2C != 0;
            block.spi_done.next = standing & irq::SPI != 0;
            block.timer_event.next = standing & irq::TIMER != 0;
            block.sense_event.next = standing & irq::SENSE != 0;
            block.uart_rx_event.next = standing & irq::UART_RX != 0;
            block.uart_tx_event.next = standing & irq::UART_TX != 0;
            assert_eq!(read(&mut block, offset::IRQ_PENDING), standing);
            assert_eq!(block.wake.val(), enabled & standing != 0);
        }
    }
}

#[test]
fn each_block_s_register_arrives() {
    let mut block = block();
    // RESERVED: no register of this block answers there.
    let elsewhere = 0x7C;
    block.switch_read.next = 1u64.into();
    assert_eq!(read(&mut block, elsewhere), 1);
    block.sense_read.next = 0x10u64.into();
    assert_eq!(read(&mut block, elsewhere), 0x11);
    block.timer_read.next = 0x8000_0000u64.into();
    assert_eq!(read(&mut block, elsewhere), 0x8000_0011);
    block.i2c_read.next = 0x100u64.into();
    assert_eq!(read(&mut block, elsewhere), 0x8000_0111);
    block.spi_read.next = 0x2000u64.into();
    assert_eq!(read(&mut block, elsewhere), 0x8000_2111);
    block.uart_read.next = 0x4_0000u64.into();
    assert_eq!(read(&mut block, elsewhere), 0x8004_2111);
}
