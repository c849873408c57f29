<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <extracomment>what is in the cart</extracomment>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s)</source>
        <translation>
            <numerusform>%n sale</numerusform>
            <numerusform>%n sales</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n try(s)</source>
        <extracomment>attempts left to type a PIN: &quot;3 tries&quot;</extracomment>
        <translation>
            <numerusform>%n try</numerusform>
            <numerusform>%n tries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <extracomment>everything that a till has written down: sales, returns, counts …</extracomment>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Offline for {duration} – {what} kept on this till. Keep selling.</source>
        <extracomment>{duration}: &quot;12 min&quot;; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Offline for {duration} – {what} kept on this till. Keep selling.</numerusform>
            <numerusform>Offline for {duration} – {what} kept on this till. Keep selling.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of which %n do(es) not count</source>
        <extracomment>after a number of sales: so many of them were cancelled, rejected or withdrawn</extracomment>
        <translation>
            <numerusform>of which %n does not count</numerusform>
            <numerusform>of which %n do not count</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payment(s)</source>
        <translation>
            <numerusform>%n payment</numerusform>
            <numerusform>%n payments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Slow connection – {what} on the way. Keep selling.</source>
        <extracomment>the connection is slow; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Slow connection – {what} on the way. Keep selling.</numerusform>
            <numerusform>Slow connection – {what} on the way. Keep selling.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing gets through for over 10 min – {what} kept on this till. Keep selling and tell the manager.</source>
        <extracomment>the connection may be good; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Nothing gets through for over 10 min – {what} kept on this till. Keep selling and tell the manager.</numerusform>
            <numerusform>Nothing gets through for over 10 min – {what} kept on this till. Keep selling and tell the manager.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} have not been sent yet.</source>
        <extracomment>asked when the till is closed; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>{what} has not been sent yet.</numerusform>
            <numerusform>{what} have not been sent yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sold</source>
        <extracomment>pieces of a line of a sale</extracomment>
        <translation>
            <numerusform>%n sold</numerusform>
            <numerusform>%n sold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <extracomment>how long a bottle is still kept</extracomment>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n came back</source>
        <extracomment>pieces of a line of a sale</extracomment>
        <translation>
            <numerusform>%n came back</numerusform>
            <numerusform>%n came back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to come back</source>
        <extracomment>pieces of a line of a sale that come back once a manager has said yes</extracomment>
        <translation>
            <numerusform>%n to come back</numerusform>
            <numerusform>%n to come back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <extracomment>bottles of a line of a sale that wait for their guest</extracomment>
        <translation>
            <numerusform>%n kept</numerusform>
            <numerusform>%n kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <extracomment>pieces of a line of a sale that may still come back</extracomment>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <extracomment>returns that a manager has yet to decide</extracomment>
        <translation>
            <numerusform>%n to decide</numerusform>
            <numerusform>%n to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) to decide</source>
        <extracomment>what a manager has yet to decide, where nothing else says of what</extracomment>
        <translation>
            <numerusform>%n return to decide</numerusform>
            <numerusform>%n returns to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>+ %n sale(s) not sent yet ({amount})</source>
        <extracomment>sales that no figure has yet; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>+ %n sale not sent yet ({amount})</numerusform>
            <numerusform>+ %n sales not sent yet ({amount})</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them not sent</source>
        <extracomment>after &quot;214 operations, &quot;</extracomment>
        <translation>
            <numerusform>%n of them not sent</numerusform>
            <numerusform>%n of them not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) that this till has not</source>
        <extracomment>what another till&apos;s copy has</extracomment>
        <translation>
            <numerusform>%n operation that this till has not</numerusform>
            <numerusform>%n operations that this till has not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) came from a copy.</source>
        <extracomment>from the copy of another till&apos;s journal</extracomment>
        <translation>
            <numerusform>%n operation came from a copy.</numerusform>
            <numerusform>%n operations came from a copy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read: the copy is damaged.</source>
        <translation>
            <numerusform>%n could not be read: the copy is damaged.</numerusform>
            <numerusform>%n could not be read: the copy is damaged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} waiting</source>
        <extracomment>shown beside the lamp; {what}: &quot;8 sales&quot;</extracomment>
        <translation>
            <numerusform>{what} waiting</numerusform>
            <numerusform>{what} waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) not printed</source>
        <extracomment>the paper, not the sale; shown beside the lamp</extracomment>
        <translation>
            <numerusform>%n receipt not printed</numerusform>
            <numerusform>%n receipts not printed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfficeWindow</name>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SaleHead</name>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
</context>
</TS>
