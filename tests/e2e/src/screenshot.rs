//! Screenshots, compared pixel by pixel.

use std::{collections::BTreeSet, io::Cursor};

use png::{ColorType, Compression, Filter, Transformations};

/// A screenshot of a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screenshot {
    width: usize,
    height: usize,
    /// Red, green and blue of each pixel, row by row.
    pixels: Vec<[u8; 3]>,
}

impl Screenshot {
    /// Crops a PNG with 8 bits per channel to x, y, width and height, in pixels.
    ///
    /// # Panics
    /// When it is no such PNG, or the rectangle is not inside.
    pub fn of(png: &[u8], rectangle: [f64; 4]) -> Self {
        let whole_picture = Self::decode(png);
        let rectangle = rectangle.map(f64::round);
        let part = whole_picture.part(rectangle);
        let [_, _, width, height] = rectangle.map(whole);
        assert_eq!(
            part.size(),
            (width, height),
            "{rectangle:?} is not in {:?}",
            whole_picture.size()
        );
        part
    }

    /// Reads a PNG with 8 bits per channel, or a palette.
    ///
    /// # Panics
    /// When it is no such PNG.
    pub fn decode(png: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let size = reader
            .output_buffer_size()
            .expect("a screenshot that fits into memory");
        let mut data = vec![0; size];
        let info = reader.next_frame(&mut data).expect("a whole PNG");
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        let channels = info.color_type.samples();
        assert!(channels >= 3, "no screenshot in color");
        let pixels = data.chunks(channels);
        Self {
            width: info.width as usize,
            height: info.height as usize,
            pixels: pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
        }
    }

    /// With 8 levels of each channel: 0, 36, … 252. A change of a channel by less than 36 may get lost.
    #[must_use]
    pub fn coarse(mut self) -> Self {
        for channel in self.pixels.iter_mut().flatten() {
            *channel = channel.saturating_add(18) / 36 * 36;
        }
        self
    }

    /// Writes it as a small PNG, with a palette if it has few enough colors.
    ///
    /// # Panics
    /// When it has no pixels.
    pub fn encode(&self) -> Vec<u8> {
        let mut palette = self.pixels.clone();
        // Most pixels are like the one before.
        palette.dedup();
        palette.sort_unstable();
        palette.dedup();
        let length = |length: usize| u32::try_from(length).expect("a length of a picture");
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, length(self.width), length(self.height));
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(Compression::High);
        let data = if palette.len() <= 256 {
            encoder.set_color(ColorType::Indexed);
            encoder.set_filter(Filter::NoFilter);
            encoder.set_palette(palette.concat());
            let index = |pixel| palette.partition_point(|color| color < pixel);
            let runs = self.pixels.chunk_by(|one, next| one == next);
            let indexes = runs.flat_map(|run| std::iter::repeat_n(index(&run[0]), run.len()));
            let indexes = indexes.map(|index| u8::try_from(index).expect("256 colors"));
            indexes.collect()
        } else {
            encoder.set_color(ColorType::Rgb);
            self.pixels.concat()
        };
        let mut writer = encoder.write_header().expect("a size that is not 0");
        writer.write_image_data(&data).expect("room in memory");
        writer.finish().expect("room in memory");
        png
    }

    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// A part of it, clipped to it: x, y, width and height.
    #[must_use]
    pub fn part(&self, [x, y, width, height]: [f64; 4]) -> Self {
        let end =
            |from: f64, length: f64, all: usize| whole((from + length).max(0.0).round()).min(all);
        let (left, top) = (end(x, 0.0, self.width), end(y, 0.0, self.height));
        let (right, bottom) = (end(x, width, self.width), end(y, height, self.height));
        let rows = self.pixels.chunks(self.width).take(bottom).skip(top);
        let pixels = rows.flat_map(|row| &row[left..right.max(left)]).copied();
        Self {
            width: right.saturating_sub(left),
            height: bottom.saturating_sub(top),
            pixels: pixels.collect(),
        }
    }

    /// The most frequent color.
    ///
    /// # Panics
    /// When it has no pixels.
    pub fn background(&self) -> [u8; 3] {
        let mut counts = std::collections::BTreeMap::<_, usize>::new();
        for pixel in &self.pixels {
            *counts.entry(*pixel).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count);
        most.expect("a screenshot with pixels").0
    }

    /// The highest contrast of one of its pixels with a color.
    pub fn highest_contrast(&self, color: [u8; 3]) -> f64 {
        let contrasts = self.pixels.iter().map(|pixel| contrast(*pixel, color));
        contrasts.fold(1.0, f64::max)
    }

    /// The number of pixels that have at least this contrast with what they are in another screenshot.
    pub fn changes(&self, other: &Self, least: f64) -> usize {
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs
            .filter(|(a, b)| a != b && contrast(**a, **b) >= least)
            .count()
    }

    /// For each pixel, row by row, whether it differs from what it is in another screenshot.
    pub fn changed(&self, other: &Self) -> Vec<bool> {
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs.map(|(a, b)| a != b).collect()
    }

    /// The smallest part with all pixels for which a condition holds: x, y, width and height.
    pub fn bounds(&self, is_inside: impl Fn([u8; 3]) -> bool) -> Option<[f64; 4]> {
        self.bounds_of(self.pixels.iter().map(|pixel| is_inside(*pixel)))
    }

    /// The smallest part with all pixels that are marked, row by row: x, y, width and height.
    pub fn bounds_of(&self, marks: impl IntoIterator<Item = bool>) -> Option<[f64; 4]> {
        let marked = marks.into_iter().enumerate().filter(|(_, marked)| *marked);
        let places = marked.map(|(index, _)| (index % self.width, index / self.width));
        let [left, top, right, bottom] = places
            .fold([usize::MAX, usize::MAX, 0, 0], |[l, t, r, b], (x, y)| {
                [l.min(x), t.min(y), r.max(x), b.max(y)]
            });
        let sides = [
            left,
            top,
            right.wrapping_sub(left).wrapping_add(1),
            bottom.wrapping_sub(top).wrapping_add(1),
        ];
        (left <= right).then(|| sides.map(|side| ratio(side, 1)))
    }

    /// The largest difference of a channel between two pixels that mirror each other, from left to right or from
    /// top to bottom.
    pub fn asymmetry(&self) -> u8 {
        let at = |x: usize, y: usize| self.pixels[y * self.width + x];
        let difference = |a: [u8; 3], b: [u8; 3]| {
            let channels = a.into_iter().zip(b);
            channels.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0)
        };
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let mirrored = places.flat_map(|(x, y)| {
            [
                difference(at(x, y), at(self.width - 1 - x, y)),
                difference(at(x, y), at(x, self.height - 1 - y)),
            ]
        });
        mirrored.max().unwrap_or(0)
    }

    /// The number of different colors. A blank screenshot has one.
    pub fn colors(&self) -> usize {
        let colors: BTreeSet<_> = self.pixels.iter().collect();
        colors.len()
    }

    /// The share of pixels that differ from another screenshot, 0 to 1. It is 1 if the sizes
    /// differ.
    pub fn difference(&self, other: &Self) -> f64 {
        if self.size() != other.size() {
            return 1.0;
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        let different = pairs.filter(|(a, b)| a != b).count();
        ratio(different, self.pixels.len())
    }

    /// The share of pixels that differ from another screenshot by more than a tolerance in a
    /// channel, 0 to 1. It is 1 if the sizes differ.
    pub fn difference_above(&self, tolerance: u8, other: &Self) -> f64 {
        if self.size() != other.size() {
            return 1.0;
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        let different = pairs.filter(|(a, b)| differ(**a, **b, tolerance));
        ratio(different.count(), self.pixels.len())
    }

    /// A picture of the differences from another screenshot: red, on this screenshot in pale. It
    /// is as large as both together.
    #[must_use]
    pub fn differences_above(&self, tolerance: u8, other: &Self) -> Self {
        let (width, height) = (self.width.max(other.width), self.height.max(other.height));
        let pixel = |at: usize| match (self.pixel(at, width), other.pixel(at, width)) {
            (Some(one), Some(two)) if !differ(one, two, tolerance) => {
                one.map(|channel| 192 + channel / 4)
            }
            _ => [255, 0, 0],
        };
        Self {
            width,
            height,
            pixels: (0..width * height).map(pixel).collect(),
        }
    }

    /// The pixel at an index of a picture of this width.
    fn pixel(&self, at: usize, width: usize) -> Option<[u8; 3]> {
        let (x, y) = (at % width, at / width);
        let row = (x < self.width).then_some(y * self.width)?;
        self.pixels.get(row + x).copied()
    }
}

fn differ(one: [u8; 3], other: [u8; 3], tolerance: u8) -> bool {
    let mut pairs = one.into_iter().zip(other);
    pairs.any(|(one, other)| one.abs_diff(other) > tolerance)
}

/// The contrast ratio of two colors, as WCAG defines it.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths of a page are small and not negative"
)]
fn whole(length: f64) -> usize {
    length as usize
}

#[allow(
    clippy::cast_precision_loss,
    reason = "screenshots have few pixels compared with what a float can count"
)]
fn ratio(part: usize, all: usize) -> f64 {
    part as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, pixels: Vec<[u8; 3]>) -> Screenshot {
        Screenshot {
            width,
            height: pixels.len() / width,
            pixels,
        }
    }

    #[test]
    fn a_picture_is_the_same_after_it_is_written_and_read() {
        let few = picture(
            3,
            vec![[1, 2, 3], [255; 3], [0; 3], [9; 3], [1, 2, 3], [7; 3]],
        );
        assert_eq!(Screenshot::decode(&few.encode()), few);
        let color =
            |n: usize| [n % 251, n % 253, n % 255].map(|channel| u8::try_from(channel).unwrap());
        let many = picture(25, (0..1000).map(color).collect());
        assert!(many.colors() > 256);
        assert_eq!(Screenshot::decode(&many.encode()), many);
    }

    #[test]
    fn only_a_difference_above_the_tolerance_counts() {
        let one = picture(2, vec![[100; 3]; 4]);
        let mut other = one.clone();
        other.pixels[0] = [132, 68, 100];
        assert!(one.difference_above(32, &other).abs() < f64::EPSILON);
        other.pixels[3] = [100, 100, 133];
        assert!((one.difference_above(32, &other) - 0.25).abs() < f64::EPSILON);
        let differences = one.differences_above(32, &other);
        let pale = [217; 3];
        assert_eq!(differences.pixels, [pale, pale, pale, [255, 0, 0]]);
    }

    #[test]
    fn a_picture_of_another_size_differs_where_the_other_has_no_pixel() {
        let small = picture(1, vec![[0; 3]; 2]);
        let large = picture(2, vec![[0; 3]; 2]);
        assert!((small.difference_above(32, &large) - 1.0).abs() < f64::EPSILON);
        let differences = small.differences_above(32, &large);
        assert_eq!(differences.size(), (2, 2));
        let (pale, red) = ([192; 3], [255, 0, 0]);
        assert_eq!(differences.pixels, [pale, red, red, red]);
    }
}
