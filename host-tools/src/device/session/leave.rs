//! Letting a device go, and how it was left.

use std::time::Duration;

use umbilical_soft_mcu::link::BASE_BAUD;

use super::{Session, Stage};
use crate::device::left::Left;
use crate::error::Error;
use crate::link::Transport;

/// How long a device is given to be let go when something went wrong.
const GRACE: Duration = Duration::from_secs(5);
impl<T: Transport> Session<T> {
    /// Lets the device go after `result`, and says in an error how it was left. Gives the line back.
    ///
    /// # Errors
    /// That of `result`; without one, that the device could not be let go.
    pub fn end<R>(mut self, result: Result<R, Error>) -> (Result<R, Error>, T) {
        let gone = matches!(&result, Err(Error::Device(error)) if error.problem.is_line_gone());
        let ended = match (result, self.stage) {
            (result, Stage::Looked) => result,
            (Err(error), _) => {
                let left = self.leave(gone);
                Err(with_left(error, left))
            }
            (Ok(value), _) => match self.client.hold(false) {
                Ok(()) => Ok(value),
                Err(error) => {
                    let left = self.leave(false);
                    Err(with_left(self.failed(error.into()), left))
                }
            },
        };
        if !gone && self.baud != BASE_BAUD {
            // The next run finds the device at once; else it is back by itself in 10 s.
            self.client.transport().last_words(GRACE);
            let _ = self.client.set_speed(BASE_BAUD);
        }
        (ended, self.client.into_transport().into_line())
    }

    /// Lets the device go when something went wrong.
    fn leave(&mut self, gone: bool) -> Left {
        let written = self.stage >= Stage::Written;
        let unknown = match written {
            true => Left::PerhapsIncomplete,
            false => Left::PerhapsHeld,
        };
        if gone {
            return unknown;
        }
        self.client.transport().last_words(GRACE);
        if written {
            match self.client.probe() {
                Ok(ack) => self.ack = ack,
                Err(_) => return unknown,
            }
        }
        // The marker holds the host, and a controller that is let go takes a rescue, too.
        match (self.client.hold(false), self.stage) {
            (Ok(()), _) if self.is_incomplete() => Left::Incomplete,
            (Ok(()), Stage::Ending) => Left::Complete,
            (Ok(()), _) => Left::Running,
            (Err(_), _) => unknown,
        }
    }
}

fn with_left(error: Error, left: Left) -> Error {
    match error {
        Error::Device(mut error) => {
            error.left = Some(left);
            Error::Device(error)
        }
        error => error,
    }
}
