//! Screenshots, compared pixel by pixel.

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
    pub fn of(png: &[u8], [x, y, width, height]: [f64; 4]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .expect("a PNG");
        let size = reader
            .output_buffer_size()
            .expect("a screenshot that fits into memory");
        let mut data = vec![0; size];
        let info = reader.next_frame(&mut data).expect("a whole PNG");
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        let channels = info.color_type.samples();
        assert!(channels >= 3, "no screenshot in color");
        let [x, y, width, height] = [x, y, width, height].map(|length| whole(length.round()));
        let (all_width, all_height) = (info.width as usize, info.height as usize);
        assert!(
            x + width <= all_width && y + height <= all_height,
            "{width} × {height} at {x}, {y} is not in {all_width} × {all_height}"
        );
        let mut pixels = Vec::with_capacity(width * height);
        for row in data.chunks(all_width * channels).skip(y).take(height) {
            let row = row.chunks(channels).skip(x).take(width);
            pixels.extend(row.map(|pixel| [pixel[0], pixel[1], pixel[2]]));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The number of different colors. A blank screenshot has one.
    pub fn colors(&self) -> usize {
        let colors: std::collections::BTreeSet<_> = self.pixels.iter().collect();
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
