//! Finding the device: at first, at another rate, and again after a reset.

use std::time::Duration;

use umbilical_soft_mcu::link::answer::{Answer, ProbeAck};
use umbilical_soft_mcu::link::{BASE_BAUD, Request, VERSION, rate};

use super::{ANSWER_WAIT, Client, RECONNECTS, TRIES};
use crate::link::{LinkError, Transport};

/// Longer than the device stays at a rate at which nobody is heard.
const FALLBACK_WAIT: Duration = Duration::from_secs(rate::SILENCE_SECONDS as u64 + 3);
const TRIAL_WAIT: Duration = Duration::from_millis(rate::TRIAL_SECONDS as u64 * 1000 + 200);

impl<T: Transport> Client<T> {
    fn probe_for(&mut self, tries: u32) -> Result<ProbeAck, LinkError> {
        let ack = self.ask(
            "Probe",
            &Request::Probe,
            (ANSWER_WAIT, tries),
            |answer| match answer {
                Answer::Probe(ack) => Some(*ack),
                _ => None,
            },
        )?;
        if ack.protocol != VERSION {
            return Err(LinkError::OtherProtocol {
                version: ack.protocol,
            });
        }
        let known = self.device.get_or_insert(ack);
        if known.identity != ack.identity {
            return Err(LinkError::OtherDevice);
        }
        *known = ack;
        Ok(ack)
    }

    /// Who the device is. It may have been left at another rate by an earlier run: the wait outlasts
    /// that.
    ///
    /// # Errors
    /// See [`LinkError`]; so below.
    pub fn probe(&mut self) -> Result<ProbeAck, LinkError> {
        let tries = FALLBACK_WAIT.as_millis().div_ceil(ANSWER_WAIT.as_millis());
        self.probe_for(tries as u32)
    }

    /// Changes the rate, and proves that it works. Gives the one that does.
    pub fn set_speed(&mut self, baud: u32) -> Result<u32, LinkError> {
        self.baud = baud;
        for _ in 0..TRIES {
            let ask = (ANSWER_WAIT, 1);
            let changed = self.ask("Speed", &Request::Speed(baud), ask, |answer| match answer {
                Answer::Speed(baud) => Some(*baud),
                _ => None,
            });
            match changed {
                Ok(baud) => {
                    self.set_line(baud)?;
                    if self.probe_for(TRIES - 1).is_ok() {
                        self.baud = baud;
                        return Ok(baud);
                    }
                }
                // The answer may be what was lost, and the device be at the new rate.
                Err(LinkError::NoAnswer { .. }) => {}
                Err(error) => return Err(error),
            }
            // If nothing was heard there, it is back by then; if something was, later.
            self.set_line(BASE_BAUD)?;
            let back = self.transport.now() + TRIAL_WAIT;
            self.listen(back, |_, _, _| None::<()>)?;
            self.probe()?;
        }
        self.baud = BASE_BAUD;
        Ok(BASE_BAUD)
    }

    /// Looks for a device that was reset, or that a cut line kept from hearing anything, and makes
    /// it what it was: the same one, the same rate, held.
    pub(super) fn reconnect(&mut self) -> Result<(), LinkError> {
        for _ in 1..RECONNECTS {
            match self.reconnect_once() {
                Err(error) if error.is_lost_device() => {}
                ended => return ended,
            }
        }
        self.reconnect_once()
    }

    fn reconnect_once(&mut self) -> Result<(), LinkError> {
        match self.probe_for(TRIES) {
            Err(LinkError::NoAnswer { .. }) => {
                self.set_line(BASE_BAUD)?;
                self.probe()?;
            }
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        if self.line_baud != self.baud {
            self.set_speed(self.baud)?;
        }
        if self.held {
            self.hold_once(true)?;
        }
        Ok(())
    }
}
