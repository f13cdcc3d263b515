//! A program in a pseudo-terminal, and the screen it paints.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const BLINK: Duration = Duration::from_millis(20);

/// A program in a pseudo-terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    bytes: Arc<AtomicUsize>,
    memory: Arc<tempfile::TempDir>,
}

impl Pty {
    /// Starts coldstart with a memory of its own.
    pub fn start(arguments: &[&str], rows: u16, columns: u16) -> Self {
        let memory = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self::start_with_memory(arguments, rows, columns, memory)
    }

    /// Starts coldstart with the memory of another one.
    pub fn start_with_memory(arguments: &[&str], rows: u16, columns: u16, memory: Arc<tempfile::TempDir>) -> Self {
        let folder = memory.path().to_string_lossy().into_owned();
        let mut all = vec!["--data-dir", folder.as_str()];
        all.extend(arguments);
        Self::spawn(&PathBuf::from(env!("CARGO_BIN_EXE_coldstart")), &all, rows, columns, memory, &[])
    }

    /// Starts coldstart for somebody with this editor.
    pub fn start_with_editor(arguments: &[&str], editor: &str) -> Self {
        let memory = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let folder = memory.path().to_string_lossy().into_owned();
        let mut all = vec!["--data-dir", folder.as_str()];
        all.extend(arguments);
        let program = PathBuf::from(env!("CARGO_BIN_EXE_coldstart"));
        Self::spawn(&program, &all, 36, 120, memory, &[("VISUAL", editor)])
    }

    /// Starts any program.
    pub fn start_program(program: &Path, arguments: &[&str], rows: u16, columns: u16) -> Self {
        let memory = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self::spawn(program, arguments, rows, columns, memory, &[])
    }

    fn spawn(
        program: &Path,
        arguments: &[&str],
        rows: u16,
        columns: u16,
        memory: Arc<tempfile::TempDir>,
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(size(rows, columns)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env_remove("NO_COLOR");
        variables.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let bytes = Arc::new(AtomicUsize::new(0));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (painted, counted) = (Arc::clone(&screen), Arc::clone(&bytes));
        thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 {
                    return;
                }
                counted.fetch_add(count, Ordering::SeqCst);
                painted.lock().expect("the screen").process(&buffer[..count]);
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { child, master: pair.master, writer, screen, bytes, memory }
    }

    /// Where the learner's memory is.
    pub fn memory(&self) -> Arc<tempfile::TempDir> {
        Arc::clone(&self.memory)
    }

    /// Sends keys, as a terminal does.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("keys arrive");
        self.writer.flush().expect("keys arrive");
    }

    /// Presses and releases the left button.
    pub fn click(&mut self, row: u16, column: u16) {
        let (x, y) = (column + 1, row + 1);
        self.press(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.screen.lock().expect("the screen").screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(rows, columns)).expect("another size");
    }

    /// What is on the screen.
    pub fn contents(&self) -> String {
        self.screen.lock().expect("the screen").screen().contents()
    }

    /// Where a text is on the screen.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let parser = self.screen.lock().expect("the screen");
        let (_, columns) = parser.screen().size();
        let lines: Vec<String> = parser.screen().rows(0, columns.get()).collect();
        let (row, line) = lines.iter().enumerate().find(|(_, line)| line.contains(text))?;
        let before = &line[..line.find(text)?];
        Some((row as u16, before.chars().count() as u16))
    }

    /// Waits until a text is on the screen.
    pub fn until(&self, text: &str) {
        self.wait(&format!("`{text}` on the screen"), || self.contents().contains(text));
    }

    /// Waits until anything is on the screen.
    pub fn until_painted(&self) {
        self.wait("anything on the screen", || !self.contents().trim().is_empty());
    }

    /// Waits until the process is stopped, as Ctrl-Z does.
    pub fn until_stopped(&self) {
        let stat = format!("/proc/{}/stat", self.id());
        self.wait("a stopped process", || {
            let text = std::fs::read_to_string(&stat).unwrap_or_default();
            text.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T'))
        });
        // What it wrote before it stopped is still on its way.
        thread::sleep(Duration::from_millis(100));
    }

    /// Bytes the program has sent so far.
    pub fn bytes_read(&self) -> usize {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Whether the alternate screen is shown.
    pub fn is_full_screen(&self) -> bool {
        self.screen.lock().expect("the screen").screen().alternate_screen()
    }

    /// Sends a signal by name.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([format!("-{name}"), self.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "SIG{name} arrives");
    }

    /// Waits for the end.
    pub fn exit_code(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "still running, showing:\n{}", self.contents());
            thread::sleep(BLINK);
        }
    }

    /// The terminal is as it was: the first screen, a visible cursor, no mouse, no bracketed paste, no raw mode.
    pub fn assert_given_back(&self) {
        let parser = self.screen.lock().expect("the screen");
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is still shown");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still captured");
        let modes = self.master.get_termios().expect("the modes of the terminal");
        let cooked = format!("{:?}", modes.local_flags);
        assert!(cooked.contains("ICANON") && cooked.contains("ECHO"), "the terminal is still raw: {cooked}");
    }

    fn id(&self) -> u32 {
        self.child.process_id().expect("a running process")
    }

    fn wait(&self, what: &str, done: impl Fn() -> bool) {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < PATIENCE, "no {what}; there is:\n{}", self.contents());
            thread::sleep(BLINK);
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a screen has rows and columns")
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
