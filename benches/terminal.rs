//! What a person feels, measured on the real binary in a real pseudo-terminal that answers no queries:
//! `cargo bench --bench terminal`. Prints figures beside the goals; judges nothing, because machines are noisy.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const BINARY: &str = env!("CARGO_BIN_EXE_coldstart");
const LESSON: &str = "cold-starts";
const ROWS: NonZeroU16 = NonZeroU16::new(36).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(120).unwrap();
const STARTS: usize = 20;
const KEYS: usize = 40;

/// Each frame begins with this: synchronized output, so that a terminal shows frames whole.
const FRAME_START: &[u8] = b"\x1b[?2026h";

fn main() {
    let memory = tempfile::tempdir().expect("a temporary folder");
    let busy_lab = memory.path().join("busy.toml");
    fs::write(&busy_lab, BUSY_LAB).expect("the lab file");

    println!("coldstart in a 120x36 pseudo-terminal that answers no queries");
    row("binary size", &format!("{:.1} MB", megabytes(fs::metadata(BINARY).expect("the binary").len())), "15 MB");
    first_paint("first paint of `learn`", &["learn", LESSON], memory.path(), "20 ms, goal 12");
    first_paint("first paint of the course map", &[], memory.path(), "-");
    key_to_paint(memory.path());
    idle(memory.path());
    busy(memory.path(), &busy_lab);
}

const BUSY_LAB: &str = r#"
title = "A thousand a second"
watch = ["fleet", "timeline", "latency", "bill", "logs"]
seed = 1

[time]
duration = "1h"
speed = 1

[functions.hello]
memory_mb = 512

[load]
shape = "poisson"
rps = 1000
"#;

fn first_paint(name: &str, arguments: &[&str], memory: &Path, goal: &str) {
    let mut times: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let mut terminal = Terminal::start(arguments, memory);
            let time = terminal.until_painted();
            terminal.end();
            time
        })
        .collect();
    row(name, &spread(&mut times), goal);
}

fn key_to_paint(memory: &Path) {
    let mut terminal = Terminal::start(&["learn", LESSON], memory);
    terminal.until_painted();
    terminal.settle(Duration::from_secs(1));
    let mut times = Vec::new();
    for press in 0..KEYS {
        let key: &[u8] = if press % 2 == 0 { b"?" } else { b"\x1b" };
        let pressed = Instant::now();
        terminal.send(key);
        if let Some((at, _)) = terminal.next_output(Duration::from_millis(500)) {
            times.push(at.duration_since(pressed));
        }
        terminal.settle(Duration::from_millis(60));
    }
    row("key to first byte of the answer", &spread(&mut times), "2 ms");
    row("memory while reading (resident)", &format!("{:.1} MB", terminal.resident_megabytes()), "25 MB, goal 15");
    terminal.end();
}

fn idle(memory: &Path) {
    let mut terminal = Terminal::start(&["learn", LESSON], memory);
    terminal.until_painted();
    terminal.settle(Duration::from_secs(1));
    let before = terminal.cpu();
    let bytes = terminal.drain(Duration::from_secs(5)).len();
    let cpu = terminal.cpu().saturating_sub(before);
    row("idle for 5 s: bytes sent", &bytes.to_string(), "0");
    row("idle for 5 s: processor time", &format!("{:.2} ms", cpu.as_secs_f64() * 1e3), "0 ms");
    terminal.end();
}

fn busy(memory: &Path, lab: &Path) {
    let mut terminal = Terminal::start(&["lab", &lab.display().to_string()], memory);
    terminal.until_painted();
    terminal.send(b" "); // a lab waits for its learner: space sets time going
    terminal.settle_for(Duration::from_secs(2));
    let (before, began) = (terminal.cpu(), Instant::now());
    let bytes = terminal.drain(Duration::from_secs(5));
    let seconds = began.elapsed().as_secs_f64();
    let frames = bytes.windows(FRAME_START.len()).filter(|window| *window == FRAME_START).count();
    let cpu = terminal.cpu().saturating_sub(before).as_secs_f64();
    row("1,000 requests a second at x1: frames", &format!("{:.1} a second", frames as f64 / seconds), "30");
    row("  bytes a frame", &format!("{}", bytes.len() / frames.max(1)), "-");
    row("  share of one core", &format!("{:.0} %", 100.0 * cpu / seconds), "-");
    let mut times = Vec::new();
    for press in 0..10 {
        let key: &[u8] = if press % 2 == 0 { b"?" } else { b"\x1b" };
        let pressed = Instant::now();
        terminal.send(key);
        let _ = terminal.next_output(Duration::from_millis(500)).map(|(at, _)| times.push(at - pressed));
        terminal.settle_for(Duration::from_millis(150));
    }
    row("  key to next output", &spread(&mut times), "33 ms (a frame)");
    row("  memory (resident)", &format!("{:.1} MB", terminal.resident_megabytes()), "25 MB, goal 15");
    terminal.end();
}

fn row(what: &str, figure: &str, goal: &str) {
    println!("  {what:<40} {figure:>34}   {goal}");
}

fn spread(times: &mut [Duration]) -> String {
    times.sort();
    let ms = |time: &Duration| time.as_secs_f64() * 1e3;
    match (times.first(), times.get(times.len() / 2), times.last()) {
        (Some(min), Some(median), Some(max)) => {
            format!("{:.1} / {:.1} / {:.1} ms (min/med/max)", ms(min), ms(median), ms(max))
        }
        _ => "no answer".to_owned(),
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// The program in a pseudo-terminal; a thread stamps every chunk it writes.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(arguments: &[&str], memory: &Path) -> Self {
        let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(BINARY);
        command.args(arguments);
        command.args(["--data-dir", &memory.display().to_string()]);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        Self { child, writer, output, screen: vt100::Parser::new(ROWS, COLUMNS, 0), started, _master: pair.master }
    }

    /// Until the last line holds the footer: the first whole frame.
    fn until_painted(&mut self) -> Duration {
        loop {
            let Some((at, bytes)) = self.next_output(Duration::from_secs(10)) else {
                panic!("nothing painted in 10 s:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
            if self.screen.screen().rows(0, 120).nth(35).is_some_and(|row| row.contains("help")) {
                return at.duration_since(self.started);
            }
        }
    }

    fn send(&mut self, keys: &[u8]) {
        self.writer.write_all(keys).and_then(|()| self.writer.flush()).expect("the program reads");
    }

    fn next_output(&mut self, patience: Duration) -> Option<(Instant, Vec<u8>)> {
        self.output.recv_timeout(patience).ok()
    }

    /// Reads until nothing comes for `quiet`.
    fn settle(&mut self, quiet: Duration) {
        while self.next_output(quiet).is_some() {}
    }

    /// Reads for `time`, whatever comes.
    fn settle_for(&mut self, time: Duration) {
        let _ = self.drain(time);
    }

    fn drain(&mut self, time: Duration) -> Vec<u8> {
        let (end, mut all) = (Instant::now() + time, Vec::new());
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            match self.output.recv_timeout(left) {
                Ok((_, bytes)) => all.extend(bytes),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended"),
            }
        }
        all
    }

    fn proc_file(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.child.process_id().expect("a living process")))
    }

    /// Processor time of all threads so far; zero where the system has no /proc.
    fn cpu(&self) -> Duration {
        let threads = fs::read_dir(self.proc_file("task")).into_iter().flatten().flatten();
        let nanoseconds = threads.filter_map(|thread| {
            let line = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            line.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanoseconds.sum())
    }

    fn resident_megabytes(&self) -> f64 {
        let status = fs::read_to_string(self.proc_file("status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().unwrap_or(0.0);
        kilobytes * 1024.0 / 1e6
    }

    fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
