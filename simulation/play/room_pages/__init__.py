"""A class on phones, in a browser: what teacher, projector and phones are shown, and what they send.

served.py         all addresses, within the doors
lessons.py        the class that is open, and those before it, in one journal
desk.py           teacher and projector: on this machine alone, for whoever has the key
teacher.py        the teacher's page; lesson_form.py what a class begins with; event_form.py what is brought in
projector.py      what all see
phones.py         how a phone comes in, and its page: a seat's (../seat_pages.py), with its team around it
class_pages.py    the debrief of the class
network.py        "Is my network fit?", for the day before: network_phones.py what is kept, network_table.py what is seen
connection.py     "When phones cannot reach the laptop", the text of the teaching pack
qr.py             an address as a picture that a phone reads
"""
