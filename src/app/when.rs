//! When a key works: the questions that the rows of the keymap ask, each answered in one line.

use super::cards::{Card, PredictStage};
use super::{App, Bench, CodeFile, Edited, MonthView, Overlay, Screen, Study, TuneStage};
use crate::quiz::Form;

/// Columns from which a lesson and its panes stand side by side.
pub const SIDE_BY_SIDE_FROM: u16 = 104;

pub(super) const fn always(_: &App) -> bool {
    true
}

// ---- what lies over the screen

pub(super) const fn overlay_open(app: &App) -> bool {
    app.overlay.is_some()
}

pub(super) const fn command_open(app: &App) -> bool {
    matches!(app.overlay, Some(Overlay::Command(_)))
}

pub(super) const fn list_open(app: &App) -> bool {
    matches!(
        app.overlay,
        Some(
            Overlay::Contents(_)
                | Overlay::Links(_)
                | Overlay::Search(_)
                | Overlay::Forks(_)
                | Overlay::Bookmarks(_)
                | Overlay::Copy(_)
                | Overlay::Templates(_)
        )
    ) || problems_open(app)
}

/// The list of what is wrong with the course.
pub(super) const fn problems_open(app: &App) -> bool {
    matches!(&app.overlay, Some(Overlay::Problems(picker)) if !picker.rows.is_empty())
}

/// The course lies on a disk, where its author can change it.
pub(super) const fn on_disk(app: &App) -> bool {
    app.problems.is_some()
}

pub(super) const fn page_on_disk(app: &App) -> bool {
    on_disk(app) && in_lesson(app)
}

/// Something to be agreed to.
pub(super) const fn confirm_open(app: &App) -> bool {
    matches!(app.overlay, Some(Overlay::Confirm(_)))
}

/// A list of bookmarks.
pub(super) const fn marks_open(app: &App) -> bool {
    matches!(app.overlay, Some(Overlay::Bookmarks(_)))
}

/// An address on the web is in front.
pub(super) fn address_chosen(app: &App) -> bool {
    app.chosen_address().is_some()
}

/// The list of branches.
pub(super) const fn forks_open(app: &App) -> bool {
    matches!(app.overlay, Some(Overlay::Forks(_)))
}

pub(super) fn text_open(app: &App) -> bool {
    let is_done = |view: &MonthView| !matches!(view, MonthView::Working(_));
    match &app.overlay {
        Some(Overlay::Help | Overlay::Term(_) | Overlay::Message(_) | Overlay::Web(_)) => true,
        Some(Overlay::Month(view)) => is_done(view),
        _ => false,
    }
}

/// Something is being worked on in the background, for the view that is open.
pub(super) fn working(app: &App) -> bool {
    match &app.overlay {
        Some(Overlay::Tune(tune)) => matches!(tune.stage, TuneStage::Working(_)),
        Some(Overlay::Month(view)) => matches!(view, MonthView::Working(_)),
        _ => false,
    }
}

/// A point of a sweep can be chosen and set.
pub(super) fn point_chosen(app: &App) -> bool {
    matches!(&app.overlay, Some(Overlay::Tune(tune)) if tune.chosen().is_some())
}

/// The points of a sweep stand in several lines.
pub(super) fn grid_open(app: &App) -> bool {
    point_chosen(app) && matches!(&app.overlay, Some(Overlay::Tune(tune)) if tune.axes.len() > 1)
}

pub(super) const fn break_even_open(app: &App) -> bool {
    matches!(app.overlay, Some(Overlay::BreakEven(_)))
}

// ---- letters are an answer

pub(super) fn typing(app: &App) -> bool {
    app.overlay.is_none() && app.study().is_some_and(|study| study.typing)
}

pub(super) fn typing_answer(app: &App) -> bool {
    typing(app) && matches!(card(app), Some(Card::Predict(_) | Card::Quiz(_)))
}

pub(super) fn typing_with_hint(app: &App) -> bool {
    typing(app) && hint_waits(app)
}

// ---- a text is edited

/// Letters are text: of code, of an event.
pub(super) fn in_text_field(app: &App) -> bool {
    app.edited().is_some()
}

/// The same, whatever lies over it.
pub(super) fn left_in_text(app: &App) -> bool {
    app.study().is_some_and(|study| study.editing)
}

pub(super) fn editing_code(app: &App) -> bool {
    app.edited() == Some(Edited::Code)
}

pub(super) fn editing_event(app: &App) -> bool {
    matches!(app.edited(), Some(Edited::Event | Edited::Card))
}

pub(super) fn editing_event_pane(app: &App) -> bool {
    app.edited() == Some(Edited::Event)
}

pub(super) fn editing_pane(app: &App) -> bool {
    matches!(app.edited(), Some(Edited::Event | Edited::Code))
}

pub(super) fn editing_one_of_several(app: &App) -> bool {
    editing_pane(app) && several_files(app)
}

pub(super) fn finding(app: &App) -> bool {
    app.editor().is_some_and(|editor| editor.find.is_some())
}

pub(super) fn has_selection(app: &App) -> bool {
    app.editor().is_some_and(|editor| editor.cursor().selected().is_some())
}

/// A text that has the keys, and is not being edited.
pub(super) fn editable(app: &App) -> bool {
    app.editable().is_some()
}

pub(super) fn one_of_several(app: &App) -> bool {
    editable(app) && several_files(app)
}

fn several_files(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.code.len() > 1)
}

pub(super) fn has_code(app: &App) -> bool {
    app.runs_code()
}

/// An event of a lab has the keys, or is written.
pub(super) fn at_event(app: &App) -> bool {
    app.edited().or(app.editable()) == Some(Edited::Event)
}

/// Code can be deployed: it is in hand, and no open guess keeps the lab.
pub(super) fn deployable(app: &App) -> bool {
    let in_hand = app.edited().or(app.editable()) == Some(Edited::Code);
    in_hand && runnable(app) && !finding(app)
}

fn code(app: &App) -> Option<&CodeFile> {
    app.bench()?.code()
}

/// The learner's code is another than the lesson's.
pub(super) fn code_changed(app: &App) -> bool {
    app.editable() == Some(Edited::Code) && code(app).is_some_and(CodeFile::is_changed)
}

/// The text that has the keys is another than it was given.
pub(super) fn text_changed(app: &App) -> bool {
    match app.editable() {
        Some(Edited::Code) => code_changed(app),
        Some(Edited::Event) => code(app).is_some_and(|file| file.event.is_changed()),
        _ => false,
    }
}

// ---- one invocation under the glass

pub(super) fn on_timeline(app: &App) -> bool {
    app.on_timeline()
}

pub(super) fn waterfall_open(app: &App) -> bool {
    app.on_timeline() && app.has_waterfall()
}

pub(super) fn waterfall_closed(app: &App) -> bool {
    app.on_timeline() && !app.has_waterfall()
}

// ---- screens

pub(super) const fn home(app: &App) -> bool {
    matches!(app.screen, Screen::Home(_))
}

pub(super) fn has_course(app: &App) -> bool {
    app.library.courses.iter().any(|course| course.lessons().next().is_some())
}

pub(super) fn can_continue(app: &App) -> bool {
    home(app) && app.where_left_off().is_some()
}

pub(super) const fn in_lesson(app: &App) -> bool {
    matches!(app.screen, Screen::Study(_))
}

/// In a lesson that is more than one lab: where there is text to find one's way in.
pub(super) fn in_text(app: &App) -> bool {
    in_lesson(app) && !app.lab_only
}

pub(super) fn below_home(app: &App) -> bool {
    in_text(app)
}

pub(super) fn on_top(app: &App) -> bool {
    !in_text(app)
}

// ---- the lab

pub(super) fn has_bench(app: &App) -> bool {
    app.bench().is_some()
}

/// On a narrow screen the lesson and the panes take turns, and the key that turns them matters more than most.
pub(super) fn shows_one_pane(app: &App) -> bool {
    has_bench(app) && app.size.0 < SIDE_BY_SIDE_FROM
}

pub(super) fn runnable(app: &App) -> bool {
    app.bench().is_some_and(|bench| !bench.has_ended()) && app.locked_by().is_none()
}

/// A lab that no open guess keeps covered: looking ahead would tell.
pub(super) fn comparable(app: &App) -> bool {
    has_bench(app) && app.locked_by().is_none()
}

pub(super) fn invokable(app: &App) -> bool {
    runnable(app) && app.bench().is_some_and(|bench| bench.function.is_some())
}

/// A lab of one function: there is no question whose memory is meant.
pub(super) fn tunable(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.spec.functions.len() == 1) && app.locked_by().is_none()
}

pub(super) fn resettable(app: &App) -> bool {
    app.bench().is_some_and(Bench::has_begun)
}

pub(super) fn lab_is_over(app: &App) -> bool {
    resettable(app) && app.bench().is_some_and(Bench::has_ended)
}

/// The panes have the whole screen: this key brings the lesson back.
pub(super) fn wide(app: &App) -> bool {
    widenable(app) && app.study().is_some_and(|study| study.wide)
}

pub(super) fn widenable(app: &App) -> bool {
    has_bench(app) && in_text(app)
}

pub(super) fn moving(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.pace.is_moving())
}

pub(super) fn standing(app: &App) -> bool {
    runnable(app) && !moving(app)
}

/// There is a past to go back to. An open guess says nothing about what is known already, but a branch would tell.
pub(super) fn turnable(app: &App) -> bool {
    app.bench().is_some_and(Bench::has_begun) && app.locked_by().is_none()
}

/// The same, where no text stands beside it that `home` and `end` would move.
pub(super) fn time_in_front(app: &App) -> bool {
    turnable(app) && (app.lab_only || wide(app) || comparing(app))
}

pub(super) fn in_the_past(app: &App) -> bool {
    turnable(app) && app.bench().is_some_and(|bench| bench.history().is_past())
}

pub(super) fn has_forks(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.history().fork_count() > 1)
}

/// Two runs stand side by side.
pub(super) fn comparing(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.history().beside().is_some())
}

/// A jump, a way back in time, or the check of a challenge: long work that `esc` ends.
pub(super) fn cancellable(app: &App) -> bool {
    let leads_on = |bench: &Bench| bench.pace.fast_forward.is_some() || bench.history().travelling().is_some();
    app.bench().is_some_and(leads_on) || app.is_checking()
}

/// Time must be told: the clock runs, or there is work to do.
pub(super) fn lab_works(app: &App) -> bool {
    app.bench().is_some_and(|bench| bench.pace.is_moving() || bench.is_busy())
}

// ---- the page

fn study(app: &App, answer: impl Fn(&Study) -> bool) -> bool {
    in_text(app) && !comparing(app) && app.study().is_some_and(answer)
}

pub(super) fn code_has_steps(app: &App) -> bool {
    study(app, |study| study.focus_steps() > 1)
}

pub(super) fn page_is_wide(app: &App) -> bool {
    study(app, Study::has_wide)
}

pub(super) fn page_has_code(app: &App) -> bool {
    study(app, Study::has_code)
}

pub(super) fn page_has_pictures(app: &App) -> bool {
    in_text(app) && app.page_has_pictures()
}

pub(super) fn has_marks(app: &App) -> bool {
    !app.lab_only && app.has_marks()
}

pub(super) fn page_has_more(app: &App) -> bool {
    study(app, Study::has_more)
}

pub(super) fn more_without_lab(app: &App) -> bool {
    in_text(app) && !has_bench(app) && !is_the_end(app)
}

pub(super) fn has_next_page(app: &App) -> bool {
    study(app, |study| !study.has_more() && !study.is_last_page())
}

pub(super) fn has_next_lesson(app: &App) -> bool {
    study(app, |study| !study.has_more() && study.is_last_page()) && app.next_lesson().is_some()
}

pub(super) fn is_the_end(app: &App) -> bool {
    study(app, |study| !study.has_more() && study.is_last_page()) && app.next_lesson().is_none()
}

pub(super) fn has_previous_page(app: &App) -> bool {
    study(app, |study| study.page > 0)
}

pub(super) fn task_waits(app: &App) -> bool {
    in_text(app) && app.next_task().is_some()
}

pub(super) fn several_cards(app: &App) -> bool {
    in_text(app) && app.cards_on_page().len() > 1
}

pub(super) fn page_has_links(app: &App) -> bool {
    in_text(app) && app.study().is_some_and(Study::has_links)
}

pub(super) fn can_go_back(app: &App) -> bool {
    app.trail.can_go_back()
}

/// While a number is being typed, backspace belongs to it.
pub(super) fn backspace_goes_back(app: &App) -> bool {
    can_go_back(app) && !app.enters_number()
}

pub(super) fn can_go_forward(app: &App) -> bool {
    app.trail.can_go_forward()
}

// ---- the active card

fn card(app: &App) -> Option<&Card> {
    // Two runs side by side have the screen, and the keys.
    if comparing(app) { None } else { app.study()?.active_card() }
}

pub(super) fn predicting(app: &App) -> bool {
    matches!(card(app), Some(Card::Predict(card)) if card.stage == PredictStage::Open)
}

/// A guess in words needs the letters: they are the answer's only once asked for.
pub(super) fn predicting_in_words(app: &App) -> bool {
    predicting(app) && matches!(open_form(app), Some(Form::Type { number: false, .. }))
}

/// A guess is made and its truth does not come from a run: a key shows it.
pub(super) fn reveal_waits(app: &App) -> bool {
    matches!(card(app), Some(Card::Predict(card)) if matches!(card.stage, PredictStage::Given(_)) && !card.is_measured())
}

pub(super) fn hint_waits(app: &App) -> bool {
    match card(app) {
        Some(Card::Predict(card)) => card.locks() && card.entry.has_hint(),
        Some(Card::Challenge(card)) => card.has_hint(),
        Some(Card::Quiz(_)) => in_quiz(app) && quiz(app).is_some_and(crate::quiz::QuizCard::has_hint),
        _ => false,
    }
}

pub(super) fn checkable(app: &App) -> bool {
    matches!(card(app), Some(Card::Challenge(card)) if card.trial.is_none())
}

pub(super) fn solution_waits(app: &App) -> bool {
    let Some(Card::Challenge(card)) = card(app) else { return false };
    let solved = !card.challenge.solution.is_empty() || card.challenge.solution_code.is_some();
    solved && !card.has_hint() && !card.solution_shown
}

fn quiz(app: &App) -> Option<&crate::quiz::QuizCard> {
    match card(app) {
        Some(Card::Quiz(card)) => Some(card),
        _ => None,
    }
}

/// The learner has begun answering the active quiz.
pub(super) fn in_quiz(app: &App) -> bool {
    app.study().is_some_and(|study| study.answering) && quiz(app).is_some()
}

pub(super) fn quiz_waits(app: &App) -> bool {
    quiz(app).is_some_and(|quiz| quiz.result().is_none()) && !in_quiz(app)
}

pub(super) fn quiz_asks(app: &App) -> bool {
    in_quiz(app) && quiz(app).is_some_and(crate::quiz::QuizCard::is_open)
}

pub(super) fn quiz_graded(app: &App) -> bool {
    in_quiz(app) && quiz(app).is_some_and(|quiz| quiz.grade().is_some())
}

/// The last question is answered: the next key shows what it all came to.
pub(super) fn quiz_graded_last(app: &App) -> bool {
    quiz_graded(app) && quiz(app).is_some_and(|quiz| quiz.place().0 == quiz.place().1)
}

/// What the key of a quiz that was left says, if it was begun.
pub(super) fn quiz_goes_on(app: &App) -> Option<String> {
    let quiz = quiz(app).filter(|quiz| quiz.result().is_none())?;
    match (quiz.place().0, quiz.is_open()) {
        (1, true) => None,
        (question, true) => Some(format!("go on with question {question}")),
        (question, false) => Some(format!("go on after question {question}")),
    }
}

/// Nothing on this page waits to be done: the challenge is met, the quiz over.
pub(super) fn page_is_done(app: &App) -> bool {
    app.study().is_some_and(|study| {
        let done = |card: &Card| match card {
            Card::Challenge(card) => card.met,
            Card::Quiz(card) => card.result().is_some(),
            card => !card.waits(),
        };
        let cards: Vec<&Card> = study.visible_cards().into_iter().filter_map(|id| study.cards.get(id)).collect();
        let asks = |card: &&Card| matches!(card, Card::Challenge(_) | Card::Quiz(_));
        cards.iter().any(asks) && cards.iter().all(|card| done(card))
    })
}

pub(super) fn quiz_over(app: &App) -> bool {
    quiz(app).is_some_and(|quiz| quiz.result().is_some())
}

pub(super) fn event_waits(app: &App) -> bool {
    matches!(card(app), Some(Card::Event(_)))
}

/// The form of the question that keys answer now.
fn open_form(app: &App) -> Option<&Form> {
    let entry = match card(app)? {
        Card::Predict(card) if card.locks() => &card.entry,
        Card::Quiz(entry) if in_quiz(app) && entry.is_open() => entry,
        _ => return None,
    };
    Some(&entry.asked()?.form)
}

pub(super) fn card_has_rows(app: &App) -> bool {
    matches!(open_form(app), Some(Form::Choose { .. } | Form::Arrange { .. }))
}

pub(super) fn card_has_choices(app: &App) -> bool {
    matches!(open_form(app), Some(Form::Choose { .. }))
}

pub(super) fn card_has_order(app: &App) -> bool {
    matches!(open_form(app), Some(Form::Arrange { .. }))
}
