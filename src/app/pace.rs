//! How fast a run's clock follows ours.
//!
//! Wall time enters the program here and nowhere else, as the `elapsed` of a frame. A pace turns it into a moment of the run that is *owed*;
//! the edge then lets the run work towards that moment in small budgets. When a frame ends before the run got there, the pace is *behind*:
//! the debt is forgiven, so that the screen stays alive, and the state says so.

use std::time::Duration;

use crate::units::{Moment, Span};

/// The speeds a learner steps through.
pub const SPEEDS: [f64; 13] =
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0];

/// A frame that took longer than this was a suspended program or a sleeping machine, not time the learner watched.
const FRAME_MAX: Duration = Duration::from_millis(250);

/// Frames in a row that ended early before we speak of being behind: one slow frame is nobody's business.
const BEHIND_AFTER: u8 = 3;

/// How much of the reached speed one frame decides.
const SMOOTHING: f64 = 0.1;

/// The clock's own controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// Whether the clock stands.
    pub paused: bool,
    /// Seconds of the run for each of ours.
    pub speed: f64,
    /// A jump in progress.
    pub fast_forward: Option<FastForward>,
    owed: Moment,
    late_frames: u8,
    /// Where the run stood when the last frame began, and how fast it went lately.
    seen: Moment,
    reached: f64,
}

/// A jump: as fast as the machine can, until a moment is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FastForward {
    /// Where it started.
    pub from: Moment,
    /// Where it ends.
    pub to: Moment,
    /// Whether the clock stands again afterwards.
    pub then_pause: bool,
}

impl FastForward {
    /// How far it is, 0 to 1.
    pub fn progress(&self, now: Moment) -> f64 {
        let whole = self.to.since(self.from).as_micros().max(1) as f64;
        (now.since(self.from).as_micros() as f64 / whole).clamp(0.0, 1.0)
    }
}

impl Pace {
    /// A standing clock at the start of a run.
    pub fn new(speed: f64) -> Self {
        let speed = if speed > 0.0 { speed.min(SPEEDS[SPEEDS.len() - 1]) } else { 1.0 };
        Self {
            paused: true,
            speed,
            fast_forward: None,
            owed: Moment::START,
            late_frames: 0,
            seen: Moment::START,
            reached: 0.0,
        }
    }

    /// Whether frames are needed.
    pub fn is_moving(&self) -> bool {
        !self.paused || self.fast_forward.is_some()
    }

    /// Whether the simulation cannot keep the chosen speed.
    pub fn behind(&self) -> bool {
        self.late_frames >= BEHIND_AFTER
    }

    /// How fast the clock really runs while the simulation cannot keep the chosen speed, in two figures.
    pub fn reached_speed(&self) -> Option<f64> {
        let reached = self.reached.max(0.1);
        let unit = 10_f64.powf(reached.log10().floor() - 1.0);
        self.behind().then(|| (reached / unit).round() * unit)
    }

    /// The moment the run should reach now.
    pub fn owed(&self) -> Moment {
        self.owed
    }

    /// A frame of wall time passed while the run stands at `now`.
    pub fn frame(&mut self, elapsed: Duration, now: Moment) {
        if let Some(jump) = self.fast_forward {
            self.owed = jump.to;
            return;
        }
        if self.paused {
            self.owed = now;
            return;
        }
        self.late_frames = if now < self.owed { self.late_frames.saturating_add(1) } else { 0 };
        let reached = now.since(self.seen).as_micros() as f64 / elapsed.as_micros().max(1) as f64;
        // The first frame says what there is; later ones move it little by little, so that it can be read.
        self.reached = if self.reached > 0.0 { self.reached + (reached - self.reached) * SMOOTHING } else { reached };
        self.seen = now;
        let step = (elapsed.min(FRAME_MAX).as_micros() as f64 * self.speed) as u64;
        self.owed = now + Span::from_micros(step);
    }

    /// The run got to `now`: ends a jump that is complete.
    pub fn reached(&mut self, now: Moment) {
        if let Some(jump) = self.fast_forward.filter(|jump| now >= jump.to) {
            self.fast_forward = None;
            self.paused = jump.then_pause;
            self.owed = now;
        }
    }

    /// Starts a jump; one that is running is extended from where it stands.
    pub fn jump(&mut self, now: Moment, to: Moment) {
        let then_pause = self.fast_forward.map_or(self.paused, |jump| jump.then_pause);
        self.fast_forward = Some(FastForward { from: now, to, then_pause });
        self.owed = to;
    }

    /// Stops whatever moves the clock.
    pub fn stop(&mut self, now: Moment) {
        self.fast_forward = None;
        self.paused = true;
        self.late_frames = 0;
        self.owed = now;
    }

    /// Lets the clock run from `now`.
    pub fn play(&mut self, now: Moment) {
        self.paused = false;
        self.late_frames = 0;
        (self.seen, self.reached) = (now, 0.0);
        self.owed = now;
    }

    /// The next higher speed.
    pub fn faster(&mut self) {
        self.speed = SPEEDS.into_iter().find(|speed| *speed > self.speed).unwrap_or(self.speed);
    }

    /// The next lower speed.
    pub fn slower(&mut self) {
        self.speed = SPEEDS.into_iter().rev().find(|speed| *speed < self.speed).unwrap_or(self.speed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(33);

    #[test]
    fn a_frame_owes_its_length_times_the_speed() {
        let mut pace = Pace::new(20.0);
        pace.play(Moment::START);
        pace.frame(FRAME, Moment::START);
        assert_eq!(pace.owed(), Moment(660_000));
    }

    #[test]
    fn a_standing_clock_owes_nothing() {
        let mut pace = Pace::new(20.0);
        pace.frame(FRAME, Moment(5));
        assert_eq!(pace.owed(), Moment(5));
    }

    #[test]
    fn falling_behind_is_said_and_the_debt_forgiven() {
        let mut pace = Pace::new(10_000.0);
        pace.play(Moment::START);
        for _ in 0..5 {
            pace.frame(FRAME, Moment(1000));
        }
        assert!(pace.behind());
        assert!(pace.reached_speed().is_some_and(|speed| speed < 1.0));
        assert_eq!(pace.owed(), Moment(1000 + 330_000_000));
        pace.frame(FRAME, pace.owed());
        assert!(!pace.behind());
    }

    #[test]
    fn the_speed_that_is_reached_is_said_in_two_figures() {
        let mut pace = Pace::new(10_000.0);
        pace.play(Moment::START);
        let mut now = Moment::START;
        for _ in 0..20 {
            pace.frame(FRAME, now);
            now += Span::from_micros(33_000 * 3_217);
        }
        assert_eq!(pace.reached_speed(), Some(3_200.0));
        assert_eq!(Pace::new(1.0).reached_speed(), None);
    }

    #[test]
    fn a_jump_ends_where_it_should_and_the_clock_stands_as_before() {
        let mut pace = Pace::new(1.0);
        pace.jump(Moment::START, Moment(100));
        pace.reached(Moment(50));
        assert_eq!(pace.fast_forward.map(|jump| jump.progress(Moment(50))), Some(0.5));
        pace.reached(Moment(100));
        assert!(pace.fast_forward.is_none() && pace.paused);
    }

    #[test]
    fn a_machine_that_slept_does_not_owe_the_night() {
        let mut pace = Pace::new(1.0);
        pace.play(Moment::START);
        pace.frame(Duration::from_secs(3600), Moment::START);
        assert_eq!(pace.owed(), Moment(250_000));
    }
}
