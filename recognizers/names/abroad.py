"""Parts of foreign names as they are written in Korea: in Hangul by country, and in Latin letters.

Given names and surnames that are frequent in their countries, by the transliteration rules in use (국립국어원, 외래어 표기법)
and as people spell themselves. Words of everyday Korean are left out: a part is evidence only beside another part.
"""

from __future__ import annotations

WESTERN_GIVEN = frozenset(
    """
    마이클 데이비드 데이빗 제임스 로버트 윌리엄 리처드 토머스 토마스 찰스 크리스토퍼 크리스 크리스티나 크리스틴 다니엘 대니얼
    매튜 앤서니 안토니 안토니오 스티븐 스티브 스테판 스테파니 앤드루 앤드류 앤디 케빈 브라이언 브렌다 조지 에드워드 에디 제니퍼 메리
    린다 엘리자베스 바버라 수전 수잔 제시카 사라 카렌 에밀리 안나 애나 마리아 마이라 마리 나탈리 나탈리아 소피아 소피 올리비아 엠마
    엠마누엘 알렉산더 알렉산드르 알렉산드라 알렉스 알렉세이 세르게이 드미트리 블라디미르 올가 나타샤 피에르 프랑수아 카를로스
    호세 후안 루이스
    루이자 파블로 한스 클라우스 마르코 마르코스 마르타 마르틴 루카 루카스 줄리아 줄리안 줄리 율리아 아흐메드 아흐마드
    무함마드 모하메드 모하마드 오마르 우마르
    프라카시 산제이 아나스타샤 빅토르 빅토리아 빅터 헨리 올리버 샬럿 그레이스 예카테리나 피터 페터 페드로 스콧 게리 제리 에릭 에리카 프랭크
    프란시스코 프란체스코 조셉 조세프 조슈아 벤자민 사무엘 새뮤얼 니콜라스 니콜로 패트릭 패트리샤 파트리크 테리 테레사 래리
    제프리 제프 티모시 티머시 켈리
    로라 라우라 에이미 안젤라 안젤로 안드레이 안드레아 안드레아스 안드레스 헬렌 헬레나 니콜 레이첼 캐서린 카타리나 카테리나
    마틴 필립 필리프 네이선 저스틴 저스티나
    브랜든 제이슨 조나단 조너선 라이언 라이자 이안 압둘 압둘라 압델 라훌 라케시 라제시 라비 이고르 이리나 이사벨 이사벨라
    이네스 미하일 미카엘 미셸 니콜라이 다니엘라
    다리오 다리아 하산 후세인 이브라힘 파티마 파트마 아지즈 아이샤 아미르 아민 아르준 아니타 아닐 솜차이 솜싹 간볼드 유리카
    유세프 유수프 카림 칼레드 할리드 사이드 사미르
    레일라 라일라 나디아 나딤 파이살 파리드 살만 타리크 오스만 무스타파 메흐메트 셀림 엘레나 옐레나 타티아나 타냐 스베틀라나
    류드밀라 보리스 로만 막심 키릴 루슬란 티무르 딜쇼드
    아지즈벡 바흐롬 자수르 셰르조드 오리프 굴노라 딜노라 말리카 산드라 바네사 발레리 발렌티나 베로니카 비비안 신디 신시아
    엘렌 엘리나 엘리 엘리아스 엘사 오드리 오스카 이보 카밀라 카롤리나
    페르난다 안젤리카 자파르 자밀라 무라드 미하우 토마시 피오트르 안제이 아그니에슈카 카타지나 마우고자타 자비에르 리암 노아
    이선 메이슨 로건 에이든 아바 미아 해나 조앤 주디 신시아
    카린 캐롤 클라라 클레어 클로이 테오 토니 트레이시 폴라 프리다 프리야 푸자 디팍 디네시 비카스 비제이 수닐 수레시 아누 아샤
    인드라 크리슈나 가네시 하리시 하비에르 미겔 라파엘 라몬
    디에고 로베르토 리카르도 페르난도 알베르토 알폰소 알바로 엔리케 곤살로 산티아고 마누엘 조제 주앙 파울로 파울라 루시아
    루시 루시아나 카르멘 필라르 로사 로사리오 아나 조이스 제이크 제이컵
    제이미 조던 카일 코너 타일러 트레버 잭슨 해리 해럴드 휴고 월터 웨인 워런 버나드 베르나르 장피에르 자크 에티엔 앙투안 기욤
    줄리엣 소냐 잉그리드 라르스 올라프 스벤 군터 볼프강
    위르겐 디터 하인리히 프리드리히 마티아스 요한 요하네스 카트린 우르줄라 주세페 조반니 파올로 로렌조 잔루카 키아라 바바툰데
    코피 콰메 은고지 치디 아마라 올루 아델 아델라 그레고리 더글러스
    도널드 로널드 리사 리안 멜리사 모니카 미란다 미샤 밀라 바딤 아르템 예브게니 콘스탄틴 파벨 표트르 알리나 디아나 디나라
    아이굴 누르술탄 아이누르 아스카르 예르잔 바우르잔
    """.split()
)
WESTERN_LAST = frozenset(
    """
    존슨 스미스 브라운 윌리엄스 존스 가르시아 밀러 데이비스 로드리게스 마르티네스 에르난데스 로페스 곤살레스 윌슨 앤더슨
    토머스 테일러 무어 잭슨 마틴 톰슨 화이트 해리스
    클라크 루이스 로빈슨 워커 앨런 라이트 스콧 그린 애덤스 베이커 넬슨 카터 미첼 이바노프 이바노바 페트로프 페트로바
    스미르노프 쿠즈네초프 뒤퐁 르그랑 뮐러 슈미트 로시 페라리 칸
    싱 쿠마르 샤르마 파텔 굽타 하산 후세인 오브라이언 오코너 오닐 맥도널드 머피 켈리 산토스 실바 크루즈 레예스 페레즈 페레스
    페레이라 알메이다 올리베이라 소자 코스타 로드리게즈 곤잘레스
    마르케스 모레노 디아스 토레스 라미레스 플로레스 리베라 고메스 메디나 카스티요 베가 모랄레스 멘도사 바우티스타 델라크루즈
    가르세스 빌라누에바 아키노 나바로 팡간 마날로
    슈나이더 피셔 베버 바그너 호프만 쾨니히 슈바르츠 클라인 볼프 베르거 마르탱 베르나르 뒤부아 모로 로랑 르페브르 지라르 리치
    에스포지토 비앙키 로마노 콜롬보 리초 마리노 그레코 콘티
    한센 요한센 올센 라르센 옌센 닐센 페테르센 페데르센 안데르센 린드 코발스키 노바크 코왈스키 비시니에프스키 호르바트 나지
    포포프 소콜로프 레베데프 코즐로프 노비코프 모로조프 볼코프 알렉세예프
    카리모프 카리모바 라히모프 유수포프 압둘라예프 압둘라예바 투르수노프 나자로프 술타노프 이스마일로프 알리예프 마메도프
    누르마토프 사이도프 코발렌코 셰브첸코 보이코 본다렌코 트카첸코
    레디 라오 나이르 메타 조시 데사이 차우다리 초프라 카푸르 미슈라 판디 베르마 타파 구룽 라이 셰르파 아디카리 카르키 샤히
    마가르 타망 페르난도 페레라 라자팍사 라흐만 라만 이슬람 호사인 아메드 칼리드
    살라 만수르 하지 하다드 나세르 사이드 누르 알리 오마르 이브라힘 위도도 산토소 수카르노 위자야 하르토노 프라보워 오카포
    아데예미 멘사 은두르 디알로 트라오레 케이타
    피터슨 피터센 에번스 에반스 에드워즈 필립스 파커 쿠퍼 리드 쿡 모건 벨 베일리 하워드 워드 콕스 리처드슨 왓슨 브룩스 켈러
    샌더스 프라이스 베넷 우드 반스 로스 헨더슨 콜먼 젠킨스 페리 파월
    롱 패터슨 휴스 워싱턴 버틀러 시먼스 포스터 브라이언트 러셀 그리핀 헤이스 마이어스 포드 해밀턴 그레이엄 설리번 월리스 콜
    웨스트 조던 오언스 레이놀즈 피셔 엘리스 깁슨 맥스웰 헌트 스톤
    """.split()
)
JAPANESE_LAST = frozenset(
    """
    사토 스즈키 다카하시 다나카 이토 와타나베 야마모토 나카무라 고바야시 가토 요시다 야마다 사사키 야마구치 마쓰모토 마츠모토
    이노우에 기무라 하야시 시미즈 야마자키 모리 아베 이케다 하시모토
    야마시타 이시카와 나카지마 마에다 후지타 오가와 고토 오카다 하세가와 무라카미 곤도 이시이 사이토 사카모토 엔도 아오키
    후지이 니시무라 후쿠다 오타 미우라 후지와라 오카모토 마쓰다 마츠다
    나카가와 나카노 하라다 오노 다무라 다케우치 가네코 와다 나카야마 이시다 우에다 모리타 하라 시바타 사카이 구도 요코야마
    미야자키 미야모토 우치다 다카기 안도 시마다 다니구치 오노 다카다
    마루야마 이마이 가와노 후지모토 무라타 다케다 우에노 스기야마 마스다 스가와라 히라노 구보 마쓰이 지바 이와사키 사쿠라이
    노구치 기노시타 마쓰오 기쿠치 노무라 아라이 와타베 미나토 구로다 도요타 혼다
    """.split()
)
JAPANESE_GIVEN = frozenset(
    """
    하루토 하루카 하루키 하루나 유토 유키 유카 유이 유미 유코 유나 유타 유스케 소타 쇼타 쇼 쇼헤이 렌 리쿠 리나 리코 미사키
    미유 미나 미키 미오 미호 미쓰키 아이 아이코 아야 아야카 아야노 아카리 아키라 아키 아키코
    아오이 사쿠라 사키 사치코 사토시 사토미 나나 나나미 나오 나오키 나오미 나쓰키 나츠키 마나 마나미 마이 마유 마유미 마사토
    마사오 마사히로 마코토 겐지 겐타 겐이치 켄지 켄타 켄 이치로 지로 사부로 다로 하나 하나코
    히로 히로시 히로키 히로미 히로유키 히나 히나타 히카루 다쿠야 다이스케 다이키 다카시 다케시 다쓰야 데쓰야 도모미 도모코
    도시오 료 료타 료스케 료코 류 류지 류이치 요시코 요시오 요코 준코 준이치 게이코 게이스케 가오리 가즈야 가즈키 가즈코
    고이치 고지 고타 신지 신이치 시노 시호 신야 쓰바사 츠바사 쓰요시 에리 에리카 에미 카나 가나 가나코 메구미 모모카 모모코
    노리코 노조미 치히로 지히로 치에 지에 레이 레이나 레나 세이지 슌 슌스케 소라 세나 호노카 코하루 고하루
    """.split()
)
VIETNAMESE_FIRST = frozenset(
    """
    응우옌 응우엔 응웬 웬 구엔 쩐 팜 호앙 부이 즈엉 레 판 당 도 호 응오 부 보 리 쭈 딘 브엉
    르엉 쯔엉 황 보이 도안 마이 따 까오 끼에우
    """.split()
)
VIETNAMESE_REST = frozenset(
    """
    티 반 투 민 꽝 득 꾸옥 바오 낌 응옥 흐우 란 남 뚜안 뚜언 투안 흐엉 호아 마이 안 끄엉 프엉 튀 롱 훙 흥 중 하 린 투이 응아
    탄 비엣 빈 손 짱 타오 헌 쑤언 아인 히엔 끼엔 꾸이 하이 응언 화 란아인 띠엔 꽌 푹
    황 휘 닷 썬 끄우 티탄 느 니 뉴 뚱 뚜 꾸엔 꾸옌 쿠옌 프엉타오 칸 콰 코아 캉 당 딘 듀 두이 즈엉 즈엉안 자 장 히에우 호앙
    후옌 훼 흐엉장 홍 록 로안 루언 마인 미 미엔 응이아 년 냔 푸 푸억 푸엉 꽁 꾸인 쿠앙 꾸앙
    타이 탕 테 티엔 틴 트엉 투언 투옛 트랑 찌 쫑 뜨 뚜옛 뚜엔 우옌 반안 비 옌 선 응안 후이
    """.split()
)
CHINESE = frozenset(
    """
    왕웨이 장웨이 왕팡 리웨이 장민 왕리 류양 천제 리쥔 왕샤오밍 류샤오화 천메이링 장쯔이 자오리잉 쑨위 황샤오밍 저우제룬
    우이판 쉬즈모 마윈 린즈링 정샤오쥔 궈푸청 허메이 쑹훙 왕젠궈 장쉐유 루한 판빙빙
    왕하오 리하오 장하오 류웨이 천웨이 리샤오룽 왕샤오링 장샤오메이 쉬웨이 쉬징 쑨하오 저우타오 저우언 우샤 자오레이 자오웨이
    양리핑 양웨이 린샤오 황웨이 황리 덩차오 펑웨이 쩡리 차오웨이 셰나 한메이메이 탕웨이 위원화 둥제
    """.split()
)
OTHERS = frozenset(
    """
    바트바야르 오윤치멕 간볼드 엥흐바야르 엥흐볼드 바트에르덴 수흐바타르 알탄게렐 바트 바트볼드 볼드 볼로르마 사란게렐
    나란투야 오트곤 오트곤바야르 델게르 돌고르 뭉흐 뭉흐바트 문흐바트 체렌 체체그 토야 사랑게렐 솜차이 솜싹 나롱 피야왓
    수파펀 솜퐁 아피차트 쁘라윳
    짜이디 낫타퐁 싸오와락 위차이 수실로 위도도 부디 산토소 시티 누르할리자 아구스 데위 푸트리 인드라 라마 딜쇼드 카리모프
    아지즈벡 툴쿤 소반 소피아 소팔 찬나 라타나 보레이 킴소르 비치카 솜폰 캄판 분미 킨 아웅 텟 조민 민아웅 수수 묘 윈 틴 저 툰
    쪼 모에 타웅
    """.split()
)
LATIN_GIVEN = frozenset(
    """
    john david michael james robert william mary linda susan emily anna maria daniel kevin peter thomas sophie olivia carlos
    jose juan ahmed ali omar rahul priya sergey sergei ivan dmitry olga hans pierre marco julia grace henry
    lucas victor nina laura andrew anthony brian charles christopher christine christina edward elizabeth eric frank george
    jennifer jessica jason jacob joseph joshua karen kelly kenneth lisa mark martin matthew melissa michelle nancy
    nathan nicholas nicole oliver oscar pablo patricia patrick paul paula philip rachel raj rajesh ravi richard ryan samuel
    sandra sarah scott sean simon sofia stephen steven stephanie susana teresa timothy tony vanessa veronica
    walter wayne yuki yuko hiroshi kenji takashi satoshi haruka haruto sakura naoko akiko mohamed mohammed muhammad mohammad
    fatima aisha hassan ibrahim khalid yusuf mustafa mehmet leila layla nadia amir amit anil anita arjun
    deepak sanjay sunil suresh vijay vikram pooja neha kavita alexei alexey alexander alexandra andrei anastasia elena
    ekaterina igor irina maxim mikhail natalia nikolai oleg pavel svetlana tatiana vladimir yuri antonio alberto
    alejandro ana andre andrea angela angelo beatriz bruno camila carmen claudia diego eduardo elena enrique felipe fernando
    francisco gabriel gabriela giovanni giulia giuseppe guillermo gustavo isabel javier joao joão joaquim jorge
    josé laura leonardo lorenzo luca lucia luigi luis luiz manuel marcos marta mateo mateus miguel monica pedro rafael
    ricardo roberto rodrigo rosa santiago valentina anders astrid bjorn erik freja ingrid jan jens johan karin
    katarina lars magnus mikael nils olaf sven amelie antoine camille chloe claire etienne francois françois guillaume
    jacques jean juliette louis luc marie mathieu nicolas philippe sophie yves anke dieter friedrich greta heinrich
    johannes jurgen jürgen klaus lukas matthias stefan ursula wolfgang zofia piotr jakub tomasz agnieszka katarzyna kofi
    kwame amara chidi ngozi oluwaseun thabo wei ming xiao jing li fang chen yan ling mei hui nguyen thi van minh
    amina bilal zainab khadija aaliyah imran farhan tariq nadeem usman hamza zara noor omer yasmin samira karim rashid saeed faisal
    oleksandr oksana taras bohdan andriy iryna yulia ruslan marat aigul nurlan askar dinara zarina lola shirin feruza otabek
    thandiwe sipho chinedu emeka adaeze amina kwabena akua femi tunde wanjiru achieng abebe tesfaye makena
    hiroko kaori kazuya ayaka daisuke takeshi shota ren miyuki mariko kenta yoko akira ayumi shinji keiko noriko tomoko
    minsu jihoon seoyeon minji eunji dohyun jiwoo yejin hyunwoo sungmin jaehyuk sooyoung hyejin soyeon jimin minjun seojun jiyoung
    minho youngho sunghoon jisoo yuna haeun donghyun jungho taehyung
    duc tuan lan mai hoa hung somchai siti budi dewi agus bold bat enkh dilshod aziz rustam timur bobur sanjar grigory hector
    hugo iris jack jane janet jean jim joan joe joyce judy kate katherine kathleen keith larry leo liam lily lucy
    luke lynn marcus margaret maya mia noah peggy ralph raymond rebecca roger ronald rose roy russell ruth sam sharon sheila
    stella steve ted theresa tim tina tom tracy tyler vincent wendy zoe zhang wang liu yang zhao huang zhou
    """.split()
)
