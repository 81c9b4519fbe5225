// Spectrograms (window, transform, power) of five seconds of sound at 48 kHz beside librosa and FFTW, single-threaded,
// in one run; the peers take turns with ours, and the fastest of the rounds counts.
//   bench-stft [PYTHON]    PYTHON: an interpreter that has librosa; without it that column is empty
#include <fftw3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "core/base/random.h"
#include "core/dsp/stft.h"

using namespace sightline;

namespace {

constexpr int samples = 1 << 18;  // a block as Stft::powerInBlocks reads it
constexpr int rounds = 40;

double seconds(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// One real transform a frame with a measured plan, as its manual advises; window and power in plain loops.
class FftwPeer {
public:
    explicit FftwPeer(int fft)
        : m_fft(fft),
          m_in(fftwf_alloc_real(static_cast<std::size_t>(fft))),
          m_out(fftwf_alloc_complex(static_cast<std::size_t>(fft) / 2 + 1)),
          m_plan(fftwf_plan_dft_r2c_1d(fft, m_in, m_out, FFTW_PATIENT)),
          m_window(dsp::windowOf(dsp::WindowShape::Hann, dsp::WindowSymmetry::Periodic, fft))
    {
    }
    FftwPeer(const FftwPeer&) = delete;
    FftwPeer& operator=(const FftwPeer&) = delete;
    ~FftwPeer()
    {
        fftwf_destroy_plan(m_plan);
        fftwf_free(m_in);
        fftwf_free(m_out);
    }
    void power(const std::vector<float>& signal, int hop, std::vector<float>& rows)
    {
        const int half = m_fft / 2;
        const int frames = 1 + static_cast<int>(signal.size()) / hop;
        for (int frame = 0; frame < frames; ++frame) {
            const std::int64_t begin = std::int64_t{frame} * hop - half;
            if (begin >= 0 && begin + m_fft <= static_cast<std::int64_t>(signal.size())) {
                const float* const from = signal.data() + begin;
                for (int i = 0; i < m_fft; ++i) {
                    m_in[i] = from[i] * m_window[static_cast<std::size_t>(i)];
                }
            } else {
                for (int i = 0; i < m_fft; ++i) {
                    const std::int64_t at = begin + i;
                    const bool inside = at >= 0 && at < static_cast<std::int64_t>(signal.size());
                    m_in[i] = inside ? signal[static_cast<std::size_t>(at)] * m_window[static_cast<std::size_t>(i)] : 0;
                }
            }
            fftwf_execute(m_plan);
            float* const row = rows.data() + static_cast<std::size_t>(frame) * static_cast<std::size_t>(half + 1);
            for (int bin = 0; bin <= half; ++bin) {
                row[bin] = m_out[bin][0] * m_out[bin][0] + m_out[bin][1] * m_out[bin][1];
            }
        }
    }

private:
    int m_fft;
    float* m_in;
    fftwf_complex* m_out;
    fftwf_plan m_plan;
    std::vector<float> m_window;
};

/// A Python process that answers over pipes.
class LibrosaPeer {
public:
    explicit LibrosaPeer(const char* python)
    {
        int to[2];
        int from[2];
        if (!python || pipe(to) != 0 || pipe(from) != 0) {
            return;
        }
        m_process = fork();
        if (m_process == 0) {
            dup2(to[0], 0);
            dup2(from[1], 1);
            close(to[1]);
            close(from[0]);
            execlp(python, python, SIGHTLINE_BENCH "/stft_librosa.py", nullptr);
            _exit(127);
        }
        close(to[0]);
        close(from[1]);
        m_to = fdopen(to[1], "w");
        m_from = fdopen(from[0], "r");
        char line[200] = "";
        m_there = std::fgets(line, sizeof line, m_from) && std::strncmp(line, "ready ", 6) == 0;
        name = m_there ? std::string(line + 6, std::strcspn(line + 6, "\n")) : "librosa";
    }
    LibrosaPeer(const LibrosaPeer&) = delete;
    LibrosaPeer& operator=(const LibrosaPeer&) = delete;
    ~LibrosaPeer()
    {
        if (m_to) {
            std::fclose(m_to);
            std::fclose(m_from);
            waitpid(m_process, nullptr, 0);
        }
    }
    double power(int fft, int hop)
    {
        double answer = 0;
        if (m_there) {
            std::fprintf(m_to, "%d %d %d 1\n", fft, hop, samples);
            std::fflush(m_to);
            m_there = std::fscanf(m_from, "%lf", &answer) == 1;
        }
        return answer;
    }
    std::string name;

private:
    pid_t m_process = -1;
    FILE* m_to = nullptr;
    FILE* m_from = nullptr;
    bool m_there = false;
};

}  // namespace

int main(int argc, char** argv)
{
    LibrosaPeer librosa(argc > 1 ? argv[1] : nullptr);
    Rng rng(1);
    std::vector<float> signal(samples);
    std::generate(signal.begin(), signal.end(), [&] { return static_cast<float>(rng.normal()); });

    const std::vector<std::string> names = dsp::Stft::lanes();
    std::printf("%-6s%-14s", "fft", "chosen");
    for (const std::string& name : names) {
        std::printf("%14s", name.c_str());
    }
    std::printf("%10s%18s%12s%12s\n", "FFTW", librosa.name.c_str(), "x FFTW", "x librosa");
    for (const int fft : {512, 1024, 2048, 4096}) {
        const int hop = fft / 4;
        const auto stft = dsp::Stft::create({fft, fft, hop, dsp::WindowShape::Hann, {}, {}}).value();
        const std::int64_t frames = stft.frameCount(samples);
        std::vector<float> rows(static_cast<std::size_t>(frames) * static_cast<std::size_t>(stft.bins()));
        FftwPeer fftw(fft);
        std::vector<double> ours(names.size(), 1e9);
        double theirs = 1e9;
        double python = 1e9;
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t i = 0; i < names.size(); ++i) {
                const auto chosen = stft.withLanes(names[i]).value();
                ours[i] = std::min(ours[i], seconds([&] { chosen.power(signal, 0, 0, frames, rows); }));
            }
            theirs = std::min(theirs, seconds([&] { fftw.power(signal, hop, rows); }));
            python = std::min(python, librosa.power(fft, hop));
        }
        const double microseconds = 1e6 / static_cast<double>(frames);
        double best = 0;
        std::printf("%-6d%-14s", fft, stft.lanesUsed().c_str());
        for (std::size_t i = 0; i < names.size(); ++i) {
            best = names[i] == stft.lanesUsed() ? ours[i] : best;
            std::printf("%11.2f us", ours[i] * microseconds);
        }
        std::printf("%7.2f us%15.2f us%12.2f%12.2f\n", theirs * microseconds, python * microseconds, theirs / best,
                    python / best);
    }
    std::printf("microseconds a frame, hop fft/4, the fastest of %d rounds, one thread\n", rounds);
    return 0;
}
