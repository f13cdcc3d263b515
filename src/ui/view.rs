//! One frame: the whole screen from the state.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::follow::Follower;
use super::lesson::LessonLayout;
use super::look::Look;
use super::regions::{self, HEIGHT_MIN, WIDTH_MIN};
use super::stage::{Drawn, Stage};
use super::{footer, header, overlays, plain, screens, too_small};
use crate::app::{App, Role, Screen};

/// What is kept from frame to frame: the laid-out page, only to be faster, and which card had the keys.
#[derive(Default)]
pub struct View {
    page: LessonLayout,
    follower: Follower,
}

/// Draws one frame without keeping anything.
pub fn view(app: &App, frame: &mut Frame<'_>) -> Drawn {
    View::default().draw(app, frame)
}

impl View {
    /// Draws the state into a frame.
    pub fn draw(&mut self, app: &App, frame: &mut Frame<'_>) -> Drawn {
        let area = frame.area();
        self.draw_into(app, area, frame.buffer_mut())
    }

    /// Draws the state into cells.
    pub fn draw_into(&mut self, app: &App, area: Rect, buffer: &mut Buffer) -> Drawn {
        let area = area.intersection(buffer.area);
        let look = Look { theme: &app.looks.theme, glyphs: &app.looks.glyphs };
        let mut drawn = Drawn::default();
        if area.width < WIDTH_MIN || area.height < HEIGHT_MIN {
            too_small::draw(buffer, area, &look);
            return drawn;
        }
        buffer.set_style(area, look.theme.on(Role::Text, Role::Ground));
        let parts = regions::Frame::of(area);
        let mut stage = Stage { app, look, buffer: &mut *buffer, drawn: &mut drawn };
        header::draw(&mut stage, parts.header);
        let walls = match &app.screen {
            Screen::Home(home) => screens::home::draw(&mut stage, home, parts.body),
            Screen::Study(study) => {
                screens::study::draw(&mut stage, study, (&mut self.page, &mut self.follower), parts.body)
            }
        };
        footer::draw_rule(&mut stage, parts.rule, &walls);
        footer::draw(&mut stage, parts.footer);
        if let Some(overlay) = &app.overlay {
            overlays::draw(&mut stage, overlay, parts.body, parts.footer);
            if !matches!(overlay, crate::app::Overlay::Command(_)) {
                footer::draw(&mut stage, parts.footer);
            }
        }
        if look.glyphs.ascii {
            plain::to_ascii(buffer, area);
        }
        drawn
    }
}
