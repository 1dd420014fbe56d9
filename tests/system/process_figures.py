"""What a process holds, as the kernel says (/proc): for tests that nothing grows."""
import os


def status_number(pid, name):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(name + ":"):
                return int(line.split()[1])
    raise AssertionError(f"no {name} of {pid}")


def resident_mib(pid):
    return status_number(pid, "VmRSS") / 1024


def forget_the_most(pid):
    """From now on most_resident_mib() is what it has at most."""
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")


def most_resident_mib(pid):
    return status_number(pid, "VmHWM") / 1024


def threads(pid):
    return status_number(pid, "Threads")


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))
