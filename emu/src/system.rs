//! Two boards, a cable, and the scheduler.
//!
//! **The loop.** Time jumps to the least wake of all components. Those that are due act against
//! the levels that settled before; then the levels are resolved once, sinks and listeners are told
//! of the nets that changed, and each listener may name a new, strictly later wake. So a net
//! changes at most once per instant, the order of the components cannot matter, and nothing that
//! happens between two wakes could be seen. Components keep their state in absolute times and edge
//! numbers, so there is nothing to bring up to date after a jump.

mod bursts;
mod terminals;

use crate::board::{Board, Component};
use crate::crc32;
use crate::fault::FaultKind;
use crate::memory::MemoryPart;
use crate::nets::{Levels, Net, Pin, Side, of_board, on_board};
use crate::switches::Switches;
use crate::terminal::Terminal;
use crate::time::{Span, Time};
use crate::trace::Observers;
use crate::wiring::{Bus, Joins, Wiring};
use bursts::Scratch;

/// Components per board.
const PER_BOARD: usize = Component::ALL.len();
/// Components in all.
const COMPONENTS: usize = 2 * PER_BOARD;

/// What the cable carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cable {
    /// Signals and power.
    Electric,
    /// Signals only.
    Optical,
}

/// What happens from outside at an instant.
#[derive(Clone, Debug)]
pub enum Action {
    /// A fault begins.
    Fault(FaultKind),
    /// A board's own supply comes or goes.
    Power(Side, bool),
    /// The cable is plugged or pulled.
    Cable(bool),
    /// A role button is pressed or let go.
    Button(FaultKind),
    /// A force on these nets ends.
    Release(u128),
}

/// A host processor was let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostRelease {
    /// Whose.
    pub side: Side,
    /// When.
    pub at: Time,
    /// CRC-32 of the memory that it will boot from.
    pub memory_crc: u32,
}

/// What the scheduler did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Instants at which something acted.
    pub instants: u64,
    /// Steps of single components.
    pub steps: u64,
    /// Nets that became contended.
    pub conflicts: u64,
    /// Faults that took place.
    pub faults: u64,
    /// Writes to a memory whose host was running.
    pub unsafe_writes: u64,
    /// Bursts: times that bytes were moved in one go.
    pub bursts: u64,
    /// Bytes so moved.
    pub burst_bytes: u64,
}

/// How the scheduler treats idle time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Jump from wake to wake.
    Skip,
    /// Also step every component on this grid: the oracle that shows up a late wake.
    Eager(Span),
}

/// The whole system.
pub struct System {
    now: Time,
    /// The two devices.
    pub boards: [Board; 2],
    wakes: [Time; COMPONENTS],
    order: [u8; COMPONENTS],
    /// Components that are due at this instant, one bit each.
    due: u32,
    wiring: Wiring,
    cable: Cable,
    psu: [bool; 2],
    buttons: u128,
    write_protect: u128,
    switches: [Switches; 2],
    /// The next change of a switch.
    switch_due: Time,
    /// Serial ports at the UARTs.
    terminals: [Option<Box<Terminal>>; 2],
    /// The next change of a switch, or instant at which a port acts.
    outside_due: Time,
    /// Some board has its memory on the point-to-point bus.
    point_to_point: bool,
    scratch: Scratch,
    overreach: u32,
    timeline: Vec<(Time, Action)>,
    releases: Vec<HostRelease>,
    writes_at_release: [Option<u64>; 2],
    statistics: Statistics,
    pace: Pace,
    next_grid: Time,
    guilty: Option<String>,
    late: [Span; COMPONENTS],
    /// Where changes go.
    pub observers: Observers,
}

impl System {
    /// Two unpowered boards with no cable between them, at time 0.
    pub fn new(boards: [Board; 2], cable: Cable) -> System {
        let bus = [0, 1].map(|index| boards[index].memory.part().bus());
        let observers = match boards[0].memory.part() {
            MemoryPart::Eeprom(part) => Observers::new(part),
            MemoryPart::Nor(_) => Observers::of_flash(),
        };
        let mut system = System {
            now: Time::ZERO,
            boards,
            wakes: [Time::NEVER; COMPONENTS],
            order: std::array::from_fn(|index| index as u8),
            due: 0,
            wiring: Wiring::default(),
            cable,
            psu: [false; 2],
            buttons: 0,
            write_protect: 0,
            switches: [Switches::default(); 2],
            switch_due: Time::NEVER,
            terminals: [None, None],
            outside_due: Time::NEVER,
            point_to_point: bus.contains(&Bus::PointToPoint),
            scratch: Scratch::default(),
            overreach: 0,
            timeline: Vec::new(),
            releases: Vec::new(),
            writes_at_release: [None; 2],
            statistics: Statistics::default(),
            pace: Pace::Skip,
            next_grid: Time::NEVER,
            guilty: None,
            late: [Span::ZERO; COMPONENTS],
            observers,
        };
        for side in Side::BOTH {
            for pin in [
                Pin::Present,
                Pin::PeerVcc,
                Pin::VccOk,
                Pin::ButtonSource,
                Pin::ButtonDestination,
                Pin::Wp,
                Pin::Vout,
                Pin::Strap,
                Pin::HostResetN,
                Pin::PortEn,
                Pin::LedBusy,
                Pin::LedOk,
                Pin::LedFault,
                Pin::UartTx,
            ] {
                system.wiring.pull_down |= Net::new(side, pin).mask();
            }
            if bus[side as usize] == Bus::PointToPoint {
                system.wiring.pull_down |= on_board(POINT_TO_POINT_DOWN, side);
            }
        }
        system.wiring.join(Joins {
            bus,
            ..Joins::default()
        });
        system.wiring.touch();
        system.wiring.resolve();
        system
    }

    /// A copy of the whole state, without the sinks.
    pub fn save(&self) -> System {
        System {
            boards: [self.boards[0].save(), self.boards[1].save()],
            wiring: self.wiring.clone(),
            timeline: self.timeline.clone(),
            releases: self.releases.clone(),
            guilty: self.guilty.clone(),
            terminals: self.terminals.clone(),
            scratch: Scratch::default(),
            observers: self.observers.without_sinks(),
            ..*self
        }
    }

    /// The present instant.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The settled levels.
    #[inline]
    pub fn levels(&self) -> Levels {
        self.wiring.levels()
    }

    /// The device on `side`.
    pub fn board(&self, side: Side) -> &Board {
        &self.boards[side as usize]
    }

    /// The device on `side`.
    pub fn board_mut(&mut self, side: Side) -> &mut Board {
        &mut self.boards[side as usize]
    }

    /// What the scheduler did so far.
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// Hosts that were let go so far.
    pub fn releases(&self) -> &[HostRelease] {
        &self.releases
    }

    /// The own supply of `side` is on.
    pub fn powered(&self, side: Side) -> bool {
        self.psu[side as usize]
    }

    /// What is joined by cable and switches.
    pub fn joins(&self) -> Joins {
        self.wiring.joins()
    }

    /// The cable is plugged in.
    pub fn cable_plugged(&self) -> bool {
        self.wiring.joins().cable
    }

    /// Chooses how idle time is treated.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
        self.next_grid = match pace {
            Pace::Skip => Time::NEVER,
            Pace::Eager(grid) => self.now + grid,
        };
    }

    /// The component that acted before its wake, if the eager oracle caught one.
    pub fn guilty(&self) -> Option<&str> {
        self.guilty.as_deref()
    }

    /// Steps components that are due at one instant in this order. It must not matter.
    pub fn set_order(&mut self, order: [u8; COMPONENTS]) {
        self.order = order;
    }

    /// Test aid: the wakes of a component are taken `late` after what it asked for.
    pub fn delay_wakes(&mut self, side: Side, component: Component, late: Span) {
        self.late[side as usize * PER_BOARD + component as usize] = late;
    }

    /// Test aid: bursts go on for so many bytes more than nothing could look at or act in.
    pub fn overreach_bursts(&mut self, bytes: u32) {
        self.overreach = bytes;
    }

    /// Something will happen at `at`, which is not in the past.
    pub fn schedule(&mut self, at: Time, action: Action) {
        let at = at.max(self.now);
        let place = self.timeline.partition_point(|(time, _)| *time <= at);
        self.timeline.insert(place, (at, action));
    }

    /// Something from outside is still to come.
    pub fn events_planned(&self) -> bool {
        !self.timeline.is_empty()
    }

    /// Write-protect pin of a memory.
    pub fn set_write_protect(&mut self, side: Side, on: bool) {
        set(&mut self.write_protect, Net::new(side, Pin::Wp).mask(), on);
        self.boards[side as usize].memory.set_write_protect(on);
        self.refresh_environment();
    }

    /// Runs up to and including `end`.
    pub fn run_until(&mut self, end: Time) {
        self.refresh_outside();
        loop {
            let mut next = self.next_grid.min(self.environment_wake());
            self.due = 0;
            next = self.wakes.iter().copied().fold(next, Time::min);
            for (index, wake) in self.wakes.iter().enumerate() {
                self.due |= u32::from(*wake == next) << index;
            }
            if next > end {
                self.now = self.now.max(end);
                return;
            }
            debug_assert!(next >= self.now, "time went back to {next} at {}", self.now);
            if self.point_to_point
                && self.pace == Pace::Skip
                && self.due.is_power_of_two()
                && self.try_burst(self.due.trailing_zeros() as usize, end)
            {
                continue;
            }
            self.instant(next);
        }
    }

    /// The next instant at which anything happens.
    pub fn next_wake(&self) -> Time {
        let ports = self.terminals.iter().flatten().map(|port| port.wake());
        let others = self.wakes.iter().copied().chain(ports);
        others.fold(self.environment_wake(), Time::min)
    }

    #[inline]
    fn environment_wake(&self) -> Time {
        let planned = self.timeline.first().map_or(Time::NEVER, |(at, _)| *at);
        planned.min(self.outside_due)
    }

    fn instant(&mut self, now: Time) {
        self.now = now;
        self.statistics.instants += 1;
        let before = self.levels();
        if now >= self.next_grid {
            self.eager_steps(now);
        }
        if self.due.is_power_of_two() {
            // Almost always exactly one component is due.
            self.step(self.due.trailing_zeros() as usize, now);
        } else if self.due != 0 {
            for place in 0..COMPONENTS {
                let index = self.order[place] as usize;
                if self.due >> index & 1 == 1 {
                    self.step(index, now);
                }
            }
        }
        let changed = if self.environment_wake() <= now {
            self.environment(now);
            self.resolve(now, before);
            self.levels().changed(before)
        } else {
            self.resolve(now, before)
        };
        if changed != 0 {
            self.announce(now, changed, before);
        }
    }

    #[inline]
    fn step(&mut self, index: usize, now: Time) {
        let (board, side, component) = self.component(index);
        board.step(component, now);
        let drive = board.drive(component);
        let wake = board.wake(component);
        self.statistics.steps += 1;
        self.wiring.drive(index, drive);
        self.wakes[index] = wake + self.late[index];
        debug_assert!(
            wake > now || self.late[index] != Span::ZERO,
            "{component:?} of {side:?} does not let time pass at {now}"
        );
    }

    #[inline]
    fn component(&mut self, index: usize) -> (&mut Board, Side, Component) {
        let side = if index < PER_BOARD { Side::A } else { Side::B };
        (
            &mut self.boards[side as usize],
            side,
            Component::ALL[index % PER_BOARD],
        )
    }

    fn eager_steps(&mut self, now: Time) {
        if let Pace::Eager(grid) = self.pace {
            self.next_grid = now + grid;
        }
        self.eager_terminals(now);
        for index in 0..COMPONENTS {
            if self.wakes[index] <= now {
                continue;
            }
            let (promised, before) = (self.wakes[index], self.wiring.driven(index));
            self.step(index, now);
            if self.wiring.driven(index) != before && self.guilty.is_none() {
                let (_, side, component) = self.component(index);
                let guilty =
                    format!("{component:?} of {side:?} acted at {now}, had promised {promised}");
                self.guilty = Some(guilty);
            }
        }
    }

    /// Resolves the nets. Returns those that are not as they were in `before`.
    #[inline]
    fn resolve(&mut self, now: Time, before: Levels) -> u128 {
        let changed = self.wiring.resolve();
        if changed & SLOW == 0 {
            changed
        } else {
            self.resolve_boards(now, changed);
            self.levels().changed(before)
        }
    }

    /// Resolves the nets, of which `changed` did, until the wires between boards and chips follow.
    #[cold]
    #[inline(never)]
    fn resolve_boards(&mut self, now: Time, mut changed: u128) {
        for round in 0.. {
            debug_assert!(round < 8, "the wiring does not settle at {now}");
            if changed & SLOW != 0 {
                self.board_wiring(now, changed);
            }
            if !self.wiring.dirty() {
                return;
            }
            changed = self.wiring.resolve();
        }
    }

    /// Tells sinks and listeners which nets changed at `now`.
    #[inline]
    fn announce(&mut self, now: Time, changed: u128, before: Levels) {
        let levels = self.levels();
        let contended = levels.high & levels.odd & !(before.high & before.odd);
        if contended != 0 {
            self.statistics.conflicts += u64::from(contended.count_ones());
        }
        self.observers.change(now, levels, changed);
        let read = levels.read();
        for side in Side::BOTH {
            let (pins, changed) = (of_board(read, side), of_board(changed, side));
            if changed == 0 {
                continue;
            }
            let index = side as usize;
            if changed & Pin::UartTx.bit() != 0 {
                self.tell_terminal(now, side, pins & Pin::UartTx.bit() != 0);
            }
            let (wakes, late) = (&mut self.wakes, &self.late);
            self.boards[index].on_pins(now, pins, changed, self.psu[index], |component, wake| {
                let index = index * PER_BOARD + component as usize;
                wakes[index] = wake + late[index];
            });
        }
    }

    #[inline]
    fn refresh_wake(&mut self, side: Side, component: Component) {
        let index = side as usize * PER_BOARD + component as usize;
        self.wakes[index] = self.boards[side as usize].wake(component) + self.late[index];
    }

    fn pins(&self, side: Side) -> u64 {
        of_board(self.levels().read(), side)
    }

    /// Wires that leave a board's chips: strap, host reset, gate, supplies of the other side.
    fn board_wiring(&mut self, now: Time, changed: u128) {
        for side in Side::BOTH {
            let is = |pin: Pin| changed & Net::new(side, pin).mask() != 0;
            let high = |pin: Pin| self.levels().read() & Net::new(side, pin).mask() != 0;
            let strap = high(Pin::Strap);
            if is(Pin::Strap) {
                if let Some(chip) = self.boards[side as usize].memory.eeprom_mut() {
                    chip.set_strap(strap);
                }
                self.refresh_environment();
            }
            if is(Pin::HostResetN) {
                self.update_host(side, now);
            }
            if is(Pin::PortEn) {
                self.update_gate(side, now);
            }
            if of_board(changed, side) & Switches::CONTROLS != 0 {
                self.update_quarters(side, now);
            }
        }
    }

    fn update_host(&mut self, side: Side, now: Time) {
        let pins = self.pins(side);
        let level = |pin: Pin| pins >> pin as u32 & 1 == 1;
        let run = self.psu[side as usize] && level(Pin::HostResetN);
        let board = &mut self.boards[side as usize];
        if run == board.host.is_running() {
            return;
        }
        let writes = board.memory.write_cycles();
        if run {
            let memory_crc = crc32::crc32(board.memory.memory());
            self.releases.push(HostRelease {
                side,
                at: now,
                memory_crc,
            });
            self.writes_at_release[side as usize] = Some(writes);
        } else if let Some(before) = self.writes_at_release[side as usize].take() {
            self.statistics.unsafe_writes += writes - before;
        }
        board.host.set_running(now, run, pins);
        self.refresh_drive(side, Component::Host);
    }

    fn refresh_drive(&mut self, side: Side, component: Component) {
        let drive = self.boards[side as usize].drive(component);
        self.wiring
            .drive(side as usize * PER_BOARD + component as usize, drive);
        self.refresh_wake(side, component);
    }

    fn vout(&self, side: Side) -> bool {
        let through_cable = self.wiring.joins().cable && self.cable == Cable::Electric;
        self.psu[side as usize] || through_cable && self.psu[side.other() as usize]
    }

    fn update_gate(&mut self, side: Side, now: Time) {
        let port_en = self.pins(side) & Pin::PortEn.bit() != 0;
        let wanted = self.vout(side) && (!self.psu[side as usize] || port_en);
        self.switches[side as usize].set_gate(now, wanted);
        self.refresh_switches();
    }

    fn update_quarters(&mut self, side: Side, now: Time) {
        let index = side as usize;
        if self.wiring.joins().bus[index] == Bus::PointToPoint {
            let (pins, vout) = (self.pins(side), self.vout(side));
            self.switches[index].set_quarters(now, pins, vout);
            self.refresh_switches();
        }
    }

    fn refresh_switches(&mut self) {
        self.switch_due = self.switches[0].due().min(self.switches[1].due());
        self.refresh_outside();
    }

    /// The wires follow the switches.
    fn join_switches(&mut self) {
        let joins = self.wiring.joins();
        self.wiring.join(Joins {
            gate: self.switches.map(|switches| switches.gate()),
            quarters: self.switches.map(|switches| switches.quarters()),
            ..joins
        });
        self.refresh_switches();
    }

    /// What is due from outside.
    fn environment(&mut self, now: Time) {
        if self.switch_due <= now {
            self.switches
                .iter_mut()
                .for_each(|switches| switches.settle(now));
            self.join_switches();
        }
        if self.outside_due <= now {
            self.step_terminals(now);
        }
        while self.timeline.first().is_some_and(|(at, _)| *at <= now) {
            let (_, action) = self.timeline.remove(0);
            self.act(now, action);
        }
    }

    fn act(&mut self, now: Time, action: Action) {
        match action {
            Action::Power(side, on) => {
                let mut psu = self.psu;
                psu[side as usize] = on;
                self.supply(now, psu, self.wiring.joins().cable);
            }
            Action::Button(button) => self.fault(now, button),
            Action::Cable(plugged) => self.supply(now, self.psu, plugged),
            Action::Release(nets) => {
                self.wiring.forced &= !nets;
                self.wiring.touch();
            }
            Action::Fault(fault) => {
                self.statistics.faults += 1;
                self.fault(now, fault);
            }
        }
    }

    fn fault(&mut self, now: Time, fault: FaultKind) {
        match fault {
            FaultKind::PowerCut { side, duration } => {
                self.act(now, Action::Power(side, false));
                if let Some(duration) = duration {
                    self.schedule(now + duration, Action::Power(side, true));
                }
            }
            FaultKind::CableOut { duration } => {
                self.act(now, Action::Cable(false));
                if let Some(duration) = duration {
                    self.schedule(now + duration, Action::Cable(true));
                }
            }
            FaultKind::StuckAt {
                net,
                high,
                duration,
            } => {
                self.force(net, high);
                if let Some(duration) = duration {
                    self.schedule(now + duration, Action::Release(net.mask()));
                }
            }
            FaultKind::Glitch { net, width } => {
                self.force(net, self.levels().read() & net.mask() == 0);
                self.schedule(now + width, Action::Release(net.mask()));
            }
            FaultKind::BitFlip { side, offset, bit } => {
                let memory = self.boards[side as usize].memory.memory_mut();
                if let Some(byte) = memory.get_mut(offset as usize) {
                    *byte ^= 1 << (bit & 7);
                }
            }
            FaultKind::MissedAck { side } => {
                // Nothing is acknowledged on the point-to-point bus.
                if let Some(chip) = self.boards[side as usize].memory.eeprom_mut() {
                    chip.miss_next_ack();
                }
            }
            FaultKind::SlowWrite { side, write_time } => {
                self.boards[side as usize].memory.set_write_time(write_time);
            }
            FaultKind::ClockDrift { side, ppm } => {
                self.boards[side as usize].controller.drift(now, ppm);
                self.refresh_wake(side, Component::Controller);
            }
            FaultKind::ButtonSource { side, pressed } => {
                set(
                    &mut self.buttons,
                    Net::new(side, Pin::ButtonSource).mask(),
                    pressed,
                );
                self.refresh_environment();
            }
            FaultKind::ButtonDestination { side, pressed } => {
                set(
                    &mut self.buttons,
                    Net::new(side, Pin::ButtonDestination).mask(),
                    pressed,
                );
                self.refresh_environment();
            }
        }
    }

    fn force(&mut self, net: Net, high: bool) {
        self.wiring.forced |= net.mask();
        set(&mut self.wiring.forced_high, net.mask(), high);
        self.wiring.touch();
    }

    /// What rails, cable and buttons drive.
    fn refresh_environment(&mut self) {
        let cable = self.wiring.joins().cable;
        let mut high = self.buttons | self.write_protect;
        let mut pull_up = 0;
        for side in Side::BOTH {
            let put = |word: &mut u128, pins: &[Pin], on: bool| {
                for pin in pins {
                    set(word, Net::new(side, *pin).mask(), on);
                }
            };
            let vout = self.vout(side);
            let strap = Net::new(side.other(), Pin::Strap).mask();
            let peer = cable && self.levels().read() & strap != 0;
            put(&mut high, &[Pin::VccOk], self.psu[side as usize]);
            put(&mut high, &[Pin::Vout], vout);
            put(&mut high, &[Pin::Present], cable && vout);
            put(&mut high, &[Pin::PeerVcc], peer);
            put(
                &mut pull_up,
                &[Pin::HostScl, Pin::HostSda, Pin::UartRx],
                self.psu[side as usize],
            );
            let segments = [
                Pin::BusScl,
                Pin::BusSda,
                Pin::PortScl,
                Pin::PortSda,
                Pin::JrnScl,
                Pin::JrnSda,
            ];
            put(&mut pull_up, &segments, vout);
            if self.wiring.joins().bus[side as usize] == Bus::PointToPoint {
                let host = if self.psu[side as usize] { HOST_UP } else { 0 };
                let others = if vout { SEGMENTS_UP } else { 0 };
                pull_up |= on_board(host | others, side);
            }
        }
        self.wiring.set_environment(high);
        if self.wiring.pull_up != pull_up {
            self.wiring.pull_up = pull_up;
            self.wiring.touch();
        }
    }

    /// Supplies or cable change: chips lose power first, then the wires follow, then chips get it.
    fn supply(&mut self, now: Time, psu: [bool; 2], cable: bool) {
        let before = [self.vout(Side::A), self.vout(Side::B)];
        let psu_before = self.psu;
        self.psu = psu;
        let mut joins = self.wiring.joins();
        joins.cable = cable;
        self.wiring.join(joins);
        let after = [self.vout(Side::A), self.vout(Side::B)];
        for side in Side::BOTH {
            let index = side as usize;
            if before[index] && !after[index] {
                self.chips_power(now, side, false);
                self.switches[index].power_off();
                self.join_switches();
            }
            if psu_before[index] && !psu[index] {
                self.boards[index]
                    .controller
                    .power(now, false, self.pins(side));
                self.refresh_drive(side, Component::Controller);
            }
        }
        self.refresh_environment();
        self.resolve(now, self.levels());
        for side in Side::BOTH {
            let index = side as usize;
            if !before[index] && after[index] {
                self.chips_power(now, side, true);
            }
            if !psu_before[index] && psu[index] {
                self.boards[index]
                    .controller
                    .power(now, true, self.pins(side));
                self.refresh_drive(side, Component::Controller);
            }
            self.update_host(side, now);
            self.update_gate(side, now);
            self.update_quarters(side, now);
        }
    }

    fn chips_power(&mut self, now: Time, side: Side, on: bool) {
        let pins = self.pins(side);
        let level = |pin: Pin| pins & pin.bit() != 0;
        let board = &mut self.boards[side as usize];
        if board.memory_fitted {
            board.memory.power(now, on, pins);
        }
        board
            .journal
            .power(now, on, level(Pin::JrnScl), level(Pin::JrnSda));
        self.refresh_drive(side, Component::Memory);
        self.refresh_drive(side, Component::Journal);
        if !on {
            self.observers.power_lost(now, side);
        }
    }
}

/// Nets whose change moves something besides the chips' inputs.
const SLOW: u128 = {
    let board = Pin::HostResetN.bit() | Pin::PortEn.bit() | Switches::CONTROLS;
    on_board(board, Side::A) | on_board(board, Side::B)
};

/// Lines with a pull-down on a board with a flash: clocks and enables.
const POINT_TO_POINT_DOWN: u64 = Pin::HostSck.bit()
    | Pin::ProcSck.bit()
    | Pin::MemSck.bit()
    | Pin::PortSck.bit()
    | Pin::En0.bit()
    | Pin::En1.bit()
    | Pin::HostEn.bit();
/// Those of its host segment with a pull-up to the board's own supply.
const HOST_UP: u64 = Pin::HostCsn.bit() | Pin::HostIo0.bit() | Pin::HostIo1.bit();
/// Those of the other segments, with a pull-up to Vout.
const SEGMENTS_UP: u64 = Pin::ProcCsn.bit()
    | 0xF << Pin::ProcIo0 as u32
    | Pin::MemCsn.bit()
    | 0xF << Pin::MemIo0 as u32
    | Pin::PortCsn.bit()
    | Pin::PortIo0.bit()
    | Pin::PortIo1.bit();

fn set(word: &mut u128, mask: u128, on: bool) {
    *word = if on { *word | mask } else { *word & !mask };
}

#[cfg(test)]
mod tests;
