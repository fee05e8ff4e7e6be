//! Writes every figure of the test suite as SVG, PNG and PDF, and one HTML page with all of them:
//! `cargo run -p euthymia-plot --example gallery -- <folder>`.

#[path = "../tests/it/appraisal_figures.rs"]
mod appraisal_figures;
#[path = "../tests/it/course_figures.rs"]
mod course_figures;
#[path = "../tests/it/figures.rs"]
mod figures;
#[path = "../tests/it/head_figures.rs"]
mod head_figures;
#[path = "../tests/it/network_figures.rs"]
mod network_figures;
#[path = "../tests/it/score_figures.rs"]
mod score_figures;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use euthymia_plot::{SvgOptions, Theme, page_css};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("give a folder to write to")?;
    fs::create_dir_all(&folder)?;
    let mut body = String::new();
    let scores = score_figures::all()
        .into_iter()
        .chain(score_figures::sizes());
    let courses = course_figures::all()
        .into_iter()
        .chain(course_figures::large());
    let networks = network_figures::all()
        .into_iter()
        .chain(network_figures::sizes());
    let appraisals = appraisal_figures::all()
        .into_iter()
        .chain(appraisal_figures::sizes());
    let heads = head_figures::all().into_iter().chain(head_figures::sizes());
    let all = figures::all().into_iter().chain(scores).chain(courses);
    let all = all.chain(heads);
    for (name, scene) in all.chain(networks).chain(appraisals) {
        let file = |ending: &str| folder.join(format!("{name}.{ending}"));
        fs::write(file("svg"), scene.to_svg(&SvgOptions::default()))?;
        fs::write(file("png"), scene.to_png(2.0)?)?;
        fs::write(file("pdf"), scene.to_pdf()?)?;
        fs::write(file("txt"), scene.text_alternative())?;
        let inline = scene.to_svg(&SvgOptions {
            theme: Theme::Page,
            id_prefix: name.to_owned(),
            style_element: false,
        });
        body.push_str(&format!("<div class=\"euplot-scroll\">{inline}</div>\n"));
    }
    let page = |theme: &str| {
        format!(
            "<!doctype html><html lang=\"en\" data-theme=\"{theme}\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>Gallery</title>\
             <style>{}body{{background:var(--plot-paper);color:var(--plot-ink)}}</style>{body}</html>",
            page_css()
        )
    };
    fs::write(folder.join("light.html"), page("light"))?;
    fs::write(folder.join("dark.html"), page("dark"))?;
    Ok(())
}
