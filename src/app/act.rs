//! What each action of the keymap does.

use std::sync::Arc;

use super::command_line::{self, CommandLine, Line, Vocabulary};
use super::keymap::Action;
use super::overlay::{PickRow, Picker, Search};
use super::{App, Bench, Effect, Msg, Overlay, Place, Region, Screen, Status, Theme};
use crate::course::Course;
use crate::lab::{Command, Verb};
use crate::problem::{Problem, nearest};
use crate::quiz::ProgressEvent;
use crate::units::Moment;

/// Rows that `pgdn` leaves visible, so that the eye finds its place.
const PAGE_OVERLAP: u16 = 2;
/// Columns that one key scrolls code: a few words.
const CODE_COLUMNS: i32 = 12;
/// Nobody scrolls code further than this to the right.
const CODE_COLUMNS_MAX: i32 = 1_000;
/// Lines of the command line that are kept.
const HISTORY_MAX: usize = 200;

impl App {
    fn shift_code(&mut self, columns: i32) {
        if let Some(study) = self.study_mut() {
            study.shift = (i32::from(study.shift) + columns).clamp(0, CODE_COLUMNS_MAX) as u16;
        }
    }

    /// Does it, and ticks what the page asked for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        let is_asked_for = self.is_next_step(action);
        let mut effects = self.perform(action);
        if is_asked_for {
            effects.extend(self.take_step());
        }
        effects
    }

    fn perform(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return self.quit(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Home => return self.travel(&Place::Home),
            Action::Help => self.overlay(Overlay::Help),
            Action::Command => self.open_command(""),
            Action::FastForward => self.open_command(command_line::JUMP),
            Action::Search => self.open_search(),
            Action::Contents => self.open_contents(),
            Action::Links => self.open_links(),
            Action::CopyAddress => return self.copy_address(),
            Action::OpenOutside => return self.open_outside(),
            Action::CopyCode => return self.copy_code(),
            Action::Pictures => return self.toggle_pictures(),
            Action::Bookmark => return self.toggle_mark(),
            Action::Bookmarks => self.open_marks(),
            Action::DeleteBookmark => return self.delete_mark(),
            Action::Back => return self.go_back(),
            Action::Forward => return self.go_forward(),
            Action::Close => return self.close_overlay(),
            Action::Tune => return self.tune_memory(),
            Action::Point(columns, rows) => self.step_point(columns, rows),
            Action::SetPoint => return self.set_point(),
            Action::Choose => return self.choose_in_overlay(),
            Action::Complete => self.complete_command(),
            Action::Older => self.recall(1),
            Action::Newer => self.recall(-1),

            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step_page(-1),
            Action::PageDown => self.step_page(1),
            Action::First => self.step(i32::MIN),
            Action::Last => self.step(i32::MAX),

            Action::Open => return self.open_selected(),
            Action::Continue => return self.continue_where_left_off(),
            Action::More => return self.more(),
            Action::NextPage => return self.next_page(),
            Action::PreviousPage => return self.previous_page(),
            Action::NextLines => {
                if let Some(study) = self.study_mut() {
                    study.focus_step = (study.focus_step + 1) % study.focus_steps().max(1);
                }
            }
            Action::CodeLeft => self.shift_code(-CODE_COLUMNS),
            Action::CodeRight => self.shift_code(CODE_COLUMNS),
            Action::Tick => {
                if let Some(task) = self.next_task() {
                    return self.tick(&task);
                }
            }
            Action::NextPane => self.step_pane(1),
            Action::PreviousPane => self.step_pane(-1),
            Action::Wide => {
                if let Some(study) = self.study_mut() {
                    study.wide = !study.wide;
                }
            }

            Action::BreakEven => {
                if let Err(problem) = self.open_break_even() {
                    self.refuse(one_line(&problem));
                }
            }
            Action::Servers(more) => {
                if let Some(Overlay::BreakEven(view)) = &mut self.overlay {
                    view.step_count(more);
                }
            }
            Action::Invoke => return self.invoke(),
            Action::LoadUp => self.on_bench(|bench| bench.step_load(true)),
            Action::LoadDown => self.on_bench(|bench| bench.step_load(false)),
            Action::LabAction(index) => self.on_bench(|bench| bench.act(index)),
            Action::Control(index, steps) => self.on_bench(|bench| bench.step_control(index, steps)),
            Action::Pause => self.with_bench(Bench::toggle_pause),
            Action::Step(stop) => self.with_bench(|bench| bench.step(stop)),
            Action::StepBack(stop) => self.with_bench(|bench| bench.step_back(stop)),
            Action::ToStart => self.turn_to_moment(Moment::START),
            Action::ToNewest => self.turn_to_moment(Moment::NEVER),
            Action::Forks => self.open_forks(),
            Action::Problems => return self.open_problems(),
            Action::Edit => return self.edit(),
            Action::CompareFork => self.compare_chosen(),
            Action::DeleteFork => self.delete_chosen(),
            Action::RenameFork => self.rename_chosen(),
            Action::Part => self.with_bench(Bench::part),
            Action::Faster => self.with_bench(|bench| bench.pace.faster()),
            Action::Slower => self.with_bench(|bench| bench.pace.slower()),
            Action::Reset => self.with_bench(Bench::reset),
            Action::Cancel => self.cancel(),
            Action::Inspect(step) => self.inspect_next(step),
            Action::Waterfall => self.toggle_waterfall(),

            Action::EditText
            | Action::EndEdit
            | Action::Undo
            | Action::Redo
            | Action::Copy
            | Action::Cut
            | Action::Put
            | Action::SelectAll
            | Action::Find
            | Action::FindNext(_)
            | Action::EndFind
            | Action::Outside
            | Action::Diff
            | Action::Original
            | Action::OriginalNow
            | Action::NextFile(_)
            | Action::Deploy
            | Action::Templates => return self.edit_action(action),
            // The key itself means what its row says: it goes on to the text.
            Action::Keystroke => {}

            Action::NextCard => self.next_card(),
            Action::Commit => return self.commit(),
            Action::Skip => return self.skip(),
            Action::Hint => return self.hint(),
            Action::Solution => return self.show_solution(),
            Action::Check => self.check(),
            Action::StartQuiz => self.start_quiz(),
            Action::StartTyping | Action::EditEvent => self.start_typing(),
            Action::Again => self.quiz_again(),
            Action::Pick => self.with_entry(crate::quiz::QuizCard::pick),
            Action::MoveItem(by) => self.with_entry(|entry| entry.move_item(by)),
            Action::Cursor(by) => self.with_entry(|entry| entry.move_cursor(by)),
            Action::LeaveCard => self.leave_card(),
        }
        Vec::new()
    }

    /// What was done is kept already; where one stopped is kept now.
    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.leave_lesson();
        effects.push(Effect::Quit);
        effects
    }

    pub(super) fn overlay(&mut self, overlay: Overlay) {
        self.scrolls.to(Region::Overlay, 0);
        self.overlay = Some(overlay);
    }

    // ---- the lab

    pub(super) fn with_bench(&mut self, change: impl FnOnce(&mut Bench)) {
        if let Some(bench) = self.bench_mut() {
            change(bench);
        }
        self.after_bench();
    }

    pub(super) fn on_bench(&mut self, change: impl FnOnce(&mut Bench) -> Result<(), Problem>) {
        if let Some(bench) = self.bench_mut() {
            let outcome = change(bench);
            match outcome {
                Ok(()) => self.after_bench(),
                Err(problem) => self.refuse(one_line(&problem)),
            }
        }
    }

    /// What the lab said is what the learner reads.
    pub(super) fn after_bench(&mut self) {
        if let Some(said) = self.bench_mut().and_then(|bench| bench.said.take()) {
            self.status = Some(Status { text: said.text, wrong: said.wrong });
        }
        if let Some(bench) = self.bench_mut() {
            bench.look();
        }
    }

    /// Calls the lab's function, with the event of the active card if there is one.
    fn invoke(&mut self) -> Vec<Effect> {
        if !self.event_is_ready() {
            return Vec::new();
        }
        let event = self.event_in_hand();
        self.on_bench(|bench| bench.invoke(event));
        self.open_result();
        Vec::new()
    }

    fn cancel(&mut self) {
        if self.cancel_check() {
            self.say("the check was stopped");
        } else {
            self.with_bench(|bench| {
                let now = bench.now();
                bench.stay();
                bench.pace.stop(now);
            });
            self.say("stopped");
        }
    }

    // ---- moving about on the screen

    /// The region that keys scroll.
    pub(super) fn focused_region(&self) -> Region {
        if self.overlay.is_some() {
            return Region::Overlay;
        }
        match self.study().and_then(|study| study.focus.clone()) {
            Some(pane) => Region::Pane(pane),
            None => Region::Page,
        }
    }

    fn step(&mut self, rows: i32) {
        if let Some(picker) = self.overlay.as_mut().and_then(Overlay::picker_mut) {
            picker.step(rows as isize);
            return;
        }
        if let Some(Overlay::BreakEven(view)) = &mut self.overlay {
            view.step(rows as isize);
            return;
        }
        if self.overlay.is_none() && self.home().is_some() {
            let last = self.map().len().saturating_sub(1);
            if let Screen::Home(home) = &mut self.screen {
                home.selected = home.selected.saturating_add_signed(rows as isize).min(last);
            }
            return;
        }
        let region = self.focused_region();
        self.scrolls.by(&region, rows);
    }

    fn step_page(&mut self, pages: i32) {
        let view = self.scrolls.extent(&self.focused_region()).view;
        self.step(pages * i32::from(view.saturating_sub(PAGE_OVERLAP).max(1)));
    }

    fn step_pane(&mut self, step: i8) {
        let Some(bench) = self.bench() else { return };
        let only_panes = self.lab_only;
        let panes = &bench.watch;
        // The lesson is the first of all, where there is one.
        let first = usize::from(!only_panes);
        let count = panes.len() + first;
        let focus = self.study().and_then(|study| study.focus.as_ref());
        let here = focus.and_then(|focus| panes.iter().position(|pane| pane == focus)).map_or(0, |pane| pane + first);
        let next = if step < 0 { here + count - 1 } else { here + 1 } % count;
        let pane = next.checked_sub(first).map(|pane| panes[pane].clone());
        self.focus(pane);
    }

    // ---- what lies over the screen

    pub(super) fn open_command(&mut self, text: &str) {
        let line = CommandLine::starting(text, &self.vocabulary());
        self.overlay(Overlay::Command(line));
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        let lessons = self.course().into_iter().flat_map(Course::lessons);
        Vocabulary {
            lab: self.bench().map(|bench| &*bench.spec),
            lessons: lessons.map(|head| (head.id.clone(), head.title.clone())).collect(),
            forks: self.branches(),
        }
    }

    pub(super) fn edit_command(&mut self, request: tui_input::InputRequest) {
        self.with_command(|line, vocabulary| line.edit(request, vocabulary));
    }

    fn complete_command(&mut self) {
        self.with_command(|line, vocabulary| {
            line.complete();
            line.propose_next(vocabulary);
        });
    }

    pub(super) fn take_proposal(&mut self, proposal: usize) {
        self.with_command(|line, vocabulary| {
            line.take(proposal);
            line.propose_next(vocabulary);
        });
    }

    fn recall(&mut self, step: isize) {
        let history = std::mem::take(&mut self.history);
        self.with_command(|line, _| line.recall(step, &history));
        self.history = history;
    }

    fn with_command(&mut self, change: impl FnOnce(&mut CommandLine, &Vocabulary)) {
        let Some(Overlay::Command(mut line)) = self.overlay.take() else { return };
        change(&mut line, &self.vocabulary());
        self.overlay = Some(Overlay::Command(line));
    }

    fn open_search(&mut self) {
        let read = || Arc::new(super::search::Index::of(&self.library, &self.catalog));
        let index = self.index.clone().unwrap_or_else(read);
        self.index = Some(Arc::clone(&index));
        self.overlay(Overlay::Search(Search { index, ..Search::default() }));
    }

    fn open_contents(&mut self) {
        let Some(study) = self.study() else { return };
        let place = |page, block| {
            let (course, lesson) = (study.course, study.lesson.head.id.clone());
            Msg::Go(if block == 0 {
                Place::Page { course, lesson, page }
            } else {
                Place::Block { course, lesson, page, block }
            })
        };
        let mut rows = vec![PickRow::heading(format!("This lesson: {}", super::reading::length(&study.lesson)))];
        for heading in study.lesson.headings() {
            let page = format!("page {}", heading.page + 1);
            rows.push(PickRow::new(
                heading.text,
                page,
                heading.level.saturating_sub(1),
                place(heading.page, heading.block),
            ));
        }
        let here = study.page;
        let mut module = 0;
        for entry in self.map() {
            if entry.module != module {
                module = entry.module;
                rows.push(PickRow::heading(format!("{module}  {}", entry.module_title)));
            }
            let msg = Msg::Go(Place::Lesson { course: entry.course, lesson: entry.lesson.clone() });
            rows.push(PickRow::new(entry.title.clone(), entry.standing.to_string(), 1, msg));
        }
        let mut picker = Picker::new("Contents", rows);
        let current = picker
            .rows
            .iter()
            .position(|row| matches!(&row.msg, Some(Msg::Go(Place::Page { page, .. })) if *page == here));
        picker.selected = current.unwrap_or(picker.selected);
        self.overlay(Overlay::Contents(picker));
    }

    fn open_links(&mut self) {
        let rows = self.links_on_page().into_iter().enumerate().map(|(number, (text, target))| {
            let detail = super::travel::describe(&target);
            PickRow::new(format!("{}  {text}", number + 1), detail, 0, Msg::Follow(target))
        });
        let picker = Picker::new("Links of this page", rows.collect());
        self.overlay(Overlay::Links(picker));
    }

    fn choose_in_overlay(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Command(_)) => self.run_command(),
            Some(Overlay::Confirm(confirm)) => {
                let yes = confirm.yes;
                self.overlay = None;
                self.perform(yes)
            }
            Some(overlay) => {
                let Some(msg) = overlay.picker().and_then(Picker::choice) else { return Vec::new() };
                self.overlay = None;
                super::update(self, msg)
            }
            None => Vec::new(),
        }
    }

    // ---- the command line

    fn run_command(&mut self) -> Vec<Effect> {
        let Some(Overlay::Command(mut line)) = self.overlay.take() else { return Vec::new() };
        let text = line.input.value().trim().to_owned();
        if text.is_empty() {
            return Vec::new();
        }
        let outcome = line.parse().and_then(|parsed| self.run_line(parsed));
        match outcome {
            Ok(effects) => {
                self.history.retain(|known| *known != text);
                self.history.push(text);
                if self.history.len() > HISTORY_MAX {
                    self.history.remove(0);
                }
                effects
            }
            Err(problem) => {
                line.problem = Some(problem);
                self.overlay = Some(Overlay::Command(line));
                Vec::new()
            }
        }
    }

    fn run_line(&mut self, line: Line) -> Result<Vec<Effect>, Problem> {
        match line {
            Line::BreakEven => self.open_break_even()?,
            Line::Edit(function) => self.edit_function(function.as_deref())?,
            Line::Quit => return Ok(self.quit()),
            Line::Home => return Ok(self.travel(&Place::Home)),
            Line::Open(name) => return self.open_named(&name),
            Line::Theme(name) => {
                if let Some(theme) = Theme::named(&name, self.looks.depth) {
                    self.looks.theme = theme;
                }
                return Ok(self.record(ProgressEvent::SettingChosen { name: "theme".to_owned(), value: name }));
            }
            Line::Speed(speed) => self.bench_or_problem()?.pace.speed = speed,
            Line::Pause => self.bench_or_problem()?.toggle_pause(),
            Line::Tune(ask) => return self.tune(&ask),
            Line::Month => return self.month(),
            Line::Metrics => self.toggle_metrics()?,
            Line::Turn(turn) => return self.turn(turn),
            Line::Lab(verb) => self.run_verb(verb)?,
        }
        Ok(Vec::new())
    }

    fn run_verb(&mut self, verb: Verb) -> Result<(), Problem> {
        let changes_world = matches!(verb, Verb::World(_) | Verb::Forward(_));
        if changes_world {
            self.may_run()?;
        }
        let bench = self.bench_or_problem()?;
        match verb {
            // Who says no code means the code that is on the screen.
            Verb::World(Command::Deploy { function, code: None }) => return self.deploy(&function),
            Verb::World(command) => bench.submit(&command)?,
            Verb::Forward(span) => bench.fast_forward(span),
            Verb::Reset => bench.reset(),
            Verb::Bill => self.focus(Some("bill".to_owned())),
            Verb::Logs(function) => {
                if let Some(name) = &function {
                    let known = bench.function_names();
                    if !known.contains(&name.as_str()) {
                        return Err(Problem::unknown(0..0, "function", name, known));
                    }
                }
                bench.logs_of = function;
                self.focus(Some("logs".to_owned()));
            }
        }
        self.after_bench();
        Ok(())
    }

    pub(super) fn bench_or_problem(&mut self) -> Result<&mut Bench, Problem> {
        let missing = self.no_lab();
        self.bench_mut().ok_or(missing)
    }

    /// Why a verb of labs does nothing here, and where it would.
    pub(super) fn no_lab(&self) -> Problem {
        if self.home().is_some() {
            return Problem::error(0..0, "no lab here").with_help("open a lesson first");
        }
        Problem::error(0..0, "there is no lab on this page").with_help("go on to a page with one")
    }

    fn open_named(&mut self, name: &str) -> Result<Vec<Effect>, Problem> {
        let found = self.find_lesson(name);
        if let Some((course, lesson)) = found {
            return Ok(self.travel(&Place::Lesson { course, lesson }));
        }
        let lessons: Vec<String> = self.map().into_iter().map(|entry| entry.lesson).collect();
        let problem = Problem::error(0..0, format!("there is no lesson `{name}`"));
        Err(match nearest(name, lessons.iter().map(String::as_str)) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem,
        })
    }
}

/// A problem for the one line above the footer.
pub(super) fn one_line(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}
