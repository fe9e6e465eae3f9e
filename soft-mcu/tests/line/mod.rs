//! The serial line of a simulated board, and a computer at its other end.

use std::collections::VecDeque;

use umbilical_soft_mcu::link::frame::send;
use umbilical_soft_mcu::link::{BODY_BYTES_MAX, Frame, Receiver, Request};
use umbilical_soft_mcu::registers::{UART_RX_BYTES, UART_TX_BYTES};

pub const SESSION: u16 = 0x5A17;

/// What lies between the two.
#[derive(Default)]
pub struct Line {
    /// What the device has not taken yet.
    pub received: VecDeque<u8>,
    /// What it sent and the computer has not looked at.
    pub sent: Vec<u8>,
    /// Cycles per bit, every value that was set.
    pub bits: Vec<u32>,
    /// Times at which the device asked for a restart.
    pub resets: u32,
    number: u16,
}

/// An answer: type, number, payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub kind: u8,
    pub number: u16,
    pub payload: Vec<u8>,
}

impl Line {
    /// Bytes come from outside; those that find the FIFO full are lost.
    pub fn come(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.received.len() < UART_RX_BYTES as usize {
                self.received.push_back(*byte);
            }
        }
    }

    /// The bytes of the next request.
    pub fn wire(&mut self, request: &Request) -> Vec<u8> {
        self.number += 1;
        let head = request.head(SESSION, self.number);
        let mut wire = vec![0];
        send(&head, request.data(), |byte| wire.push(byte));
        wire
    }

    /// The computer asks; gives the number of the request.
    pub fn ask(&mut self, request: &Request) -> u16 {
        let wire = self.wire(request);
        self.come(&wire);
        self.number
    }

    /// What the computer understood since it last listened.
    pub fn listen(&mut self) -> Vec<Said> {
        let mut receiver = Box::new(Receiver::<BODY_BYTES_MAX>::new());
        let mut said = Vec::new();
        receiver.push(0);
        for byte in std::mem::take(&mut self.sent) {
            if let Some(body) = receiver.push(byte)
                && let Some(Frame { header, payload }) = Frame::answer(body, SESSION)
            {
                said.push(Said {
                    kind: header.kind,
                    number: header.number(),
                    payload: payload.to_vec(),
                });
            }
        }
        said
    }

    pub fn receive(&mut self) -> Option<u8> {
        self.received.pop_front()
    }
    /// The computer listens to everything at once.
    pub fn free(&self) -> u32 {
        UART_TX_BYTES
    }
}
